"""A question to a table: what is asked, the statement that answers it, and what is known of its gaps."""
