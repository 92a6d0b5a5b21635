"""The commands of the answers, and what they share."""
