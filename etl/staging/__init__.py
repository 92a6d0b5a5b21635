"""One published file in, typed Parquet partitions and an account of its rows out."""
