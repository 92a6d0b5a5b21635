"""How a property is tried: the same few examples in every run of the suite, many fresh ones by `make fuzz`."""

from hypothesis import HealthCheck, settings

FULL = 100
TIMES_MORE = 25
SUPPRESSED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
"""A busy machine is no fault of a property; folders are made anew for each example where they must be."""

SUITE, FUZZ = "suite", "fuzz"

settings.register_profile(SUITE, max_examples=FULL, deadline=None, derandomize=True, suppress_health_check=SUPPRESSED)
settings.register_profile(
    FUZZ,
    max_examples=FULL * TIMES_MORE,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=SUPPRESSED,
)


def in_force() -> settings:
    """The profile that was loaded last."""
    assert settings.default is not None
    return settings.default


def examples(few: int) -> settings:
    """So many examples in a run of the suite, and as many times more as the profile in force asks for."""
    return settings(max_examples=few * in_force().max_examples // FULL)
