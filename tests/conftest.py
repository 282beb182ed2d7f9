"""What every room's tests share."""

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, Phase, settings

from prepared import make_site, once

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


@pytest.fixture(scope="session")
def batang_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site with the example, made once in a run; to be copied."""
    return once(tmp_path_factory, "batang_site", make_site)


@pytest.fixture(autouse=True, scope="session")
def quick_flush() -> Iterator[None]:
    """After a test whose writes were committed only the tables that have rows are emptied.

    Django truncates all of them, for which PostgreSQL makes a new file each, and writes its content
    types anew.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_tables)
        yield


def _empty_tables(case: TransactionTestCase) -> None:
    for alias in case._databases_names(include_mirrors=False):
        connection = connections[alias]
        quoted = [connection.ops.quote_name(name) for name in _own_tables(alias)]
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - of our own
            for name in quoted
        )
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.execute(asked)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - of our own


@cache
def _own_tables(alias: str) -> list[str]:
    """All but what is written once with the tables themselves."""
    names = connections[alias].introspection.django_table_names(only_existing=True)
    return sorted({*names} - {"django_content_type", "django_migrations", "auth_permission"})


# What a test of the site needs; the others are `fast`, and `make test-fast` runs just them. Those
# that ask the tests' own database are `database`, and `make test` runs them on PostgreSQL too.
SITE_FOLDERS = {"backup", "faults", "journeys"}
LONG_FOLDERS = {"faults", "journeys"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        asks_database = item.get_closest_marker("django_db") or "django_db_setup" in fixtures
        is_of_site = (
            asks_database
            or fixtures & {"original", "batang_site"}
            or item.path.parent.name in SITE_FOLDERS
        )
        if asks_database:
            item.add_marker("database")
        if not is_of_site and not item.get_closest_marker("slow"):
            item.add_marker("fast")
    # So that the end of a run is many short tests, which its processes share evenly.
    items.sort(key=lambda item: item.path.parent.name not in LONG_FOLDERS)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be left out, a test that was skipped is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "KOTACERDAS_LEAVE_NOTHING_OUT" in os.environ and reporter and reporter.stats.get("skipped"):
        reporter.write_line("Tests were left out where none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where the time goes, by room."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.split("/")[1]] += report.duration
    rooms = ", ".join(f"{room} {spent:.0f} s" for room, spent in seconds.most_common())
    terminalreporter.write_line(f"Time of tests by room, all processes together: {rooms}")
