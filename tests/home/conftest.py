"""A test's runs are gone after it, and the next one's have the same keys."""

import pytest

from kotacerdas.scorecards.selectors import card_of, result_of, trace_of


@pytest.fixture(autouse=True)
def no_runs_in_memory():
    card_of.cache_clear()
    result_of.cache_clear()
    trace_of.cache_clear()
