"""How long a test waits for what takes a moment: so long that only what hangs takes longer, on the busiest machine."""

SECONDS = 600
MILLISECONDS = 1_000 * SECONDS
