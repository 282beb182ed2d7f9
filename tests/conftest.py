"""What every room's tests share."""

import os

import pytest
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be left out, a test that was skipped is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "KOTACERDAS_LEAVE_NOTHING_OUT" in os.environ and reporter and reporter.stats.get("skipped"):
        reporter.write_line("Tests were left out where none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
