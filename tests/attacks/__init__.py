"""What strangers do to a server: each attack on loopback, bounded and ending by itself. make bench-attacks measures."""
