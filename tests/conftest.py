"""What every room's tests share."""

from hypothesis import HealthCheck, settings

# The same examples on every run: a failure in CI can be repeated at the desk.
settings.register_profile(
    "stable",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("stable")
