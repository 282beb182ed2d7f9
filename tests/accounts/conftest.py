"""The cast, and a clean count of sign-in attempts, for every test of accounts."""

import pytest
from django.core.cache import cache

from accounts.cast import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    del db
    return make_cast()


@pytest.fixture(autouse=True)
def no_attempts_yet():
    cache.clear()
