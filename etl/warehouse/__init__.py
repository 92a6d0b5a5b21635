"""Staged partitions to one warehouse file: marts, checks, and the pointer to the build being served."""
