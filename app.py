"""Attune as one web app: Streamlit's pages and our own routes, all of it behind the gate."""

import streamlit as st

from annotator.web import application, routing

application.prepare()
app = st.App(
    application.MAIN_PAGE,
    routes=routing.routes(),
    middleware=application.middleware(),
    lifespan=application.lifespan,
    on_script_error=application.script_error,
)
