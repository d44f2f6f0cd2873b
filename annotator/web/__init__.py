"""The doors of the app: gate, sign-in, films, acts, uploads, exports, health. No rules of coding here.

Streamlit makes a theme for Plotly when it is imported: a second, a quarter of a start, and needed by none of
our charts, which bring their own. It leaves that out when there is no Plotly, so there is none while it is
imported; the page with charts imports Plotly as always.
"""

import sys
from importlib import import_module


def _import_streamlit_alone() -> None:
    if "streamlit" in sys.modules or "plotly" in sys.modules:
        return
    sys.modules["plotly"] = None  # type: ignore[assignment]  # the way to say "cannot be imported"
    try:
        import_module("streamlit")
    finally:
        del sys.modules["plotly"]


_import_streamlit_alone()
