"""Two thousand damaged workbooks through the page's own readers: each is answered in words."""

import pytest

from faults.damaged_workbooks import mutated
from faults.good_workbooks import masterplans, reporting
from faults.judged import Watch
from kotacerdas.workbook.isolated import read_bytes, read_reports


@pytest.mark.parametrize("kind", range(len(masterplans())), ids=["ours", "openpyxl", "CSV"])
def test_damaged_masterplans_are_answered(kind: int):
    watch = Watch()
    for at, data in enumerate(mutated(masterplans()[kind], 500, seed=kind)):
        watch.read(read_bytes, data, at)

    # The damage is of every kind: some is survived, and no one problem answers for all of it.
    assert 20 < watch.answers.count("") < 400
    assert len(set(watch.answers)) > 5


def test_damaged_reporting_workbooks_are_answered():
    watch = Watch()
    for at, data in enumerate(mutated(reporting(), 500, seed=9)):
        watch.read(read_reports, data, at)

    assert 20 < watch.answers.count("") < 400
