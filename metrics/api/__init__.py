"""The open data: stable addresses, read-only, served beside the dashboard in one process."""
