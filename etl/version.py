"""The version of the program, in this one place: the build of a package reads it, and every warehouse keeps it."""

VERSION = "0.1.0"
