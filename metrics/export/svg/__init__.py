"""Native numbers as drawings, made without a browser."""
