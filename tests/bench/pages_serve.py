"""Serves the bare page just as serve.py serves ours, so that only what is drawn differs."""

from pathlib import Path

import streamlit

import serve

if __name__ == "__main__":
    serve.app = streamlit.App(Path(__file__).with_name("pages_bare.py"))
    serve.main()
