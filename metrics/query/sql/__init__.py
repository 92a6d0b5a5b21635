"""A question to one SQL statement: steps over marts and published figures, and the pick of one way to an answer."""
