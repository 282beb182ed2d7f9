"""Cases of a test that differ in what is read or shown, and not in what the database is asked."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings


def mostly_on_one(cases: Iterable[Any], on_both: int = 1) -> list[Any]:
    """The cases, of which the first few run on PostgreSQL too and the others on SQLite alone."""
    cases = iter(cases)
    return [*islice(cases, on_both), *(_on_one(case) for case in cases)]


def _on_one(case: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.one_database)


def examples(most: int) -> settings:
    """So many on SQLite, a quarter of them on PostgreSQL: the records differ, not the queries."""
    return settings(max_examples=most if connection.vendor == "sqlite" else most // 4)
