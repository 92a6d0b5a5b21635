"""Warehouse to answers: knows nothing of Streamlit."""
