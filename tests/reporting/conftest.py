"""The stage of the reporting tests."""

import pytest

from reporting.cast import Stage, stage


@pytest.fixture
def batang(db) -> Stage:
    return stage()
