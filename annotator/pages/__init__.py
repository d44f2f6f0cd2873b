"""Streamlit pages, a file each: ask, call one action, show."""
