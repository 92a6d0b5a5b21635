"""The shell around the dashboard: who may come in, what is refused at the door, and what goes out with every answer."""
