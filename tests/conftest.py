"""What every room's tests share."""

from hypothesis import HealthCheck, Phase, settings

# The same examples on every run: a failure in CI can be repeated at the desk.
settings.register_profile(
    "stable",
    deadline=None,
    derandomize=True,
    max_examples=50,
    phases=[Phase.explicit, Phase.generate],  # to shrink a whole workbook takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("stable")
