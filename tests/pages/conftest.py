"""A test's runs are gone after it, and the next one's have the same keys."""

import pytest

from kotacerdas.scorecards.selectors import forget_contents


@pytest.fixture(autouse=True)
def no_runs_in_memory():
    forget_contents()
