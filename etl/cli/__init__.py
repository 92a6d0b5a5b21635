"""The loader's commands by what they go to."""
