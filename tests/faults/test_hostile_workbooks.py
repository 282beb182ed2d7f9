"""More than five hundred workbooks made to harm, through the page's own readers."""

from collections.abc import Callable

import pytest

from faults import hostile_workbooks
from faults.hostile_workbooks import Cases, far_cells, large
from faults.judged import Watch
from kotacerdas.workbook.isolated import read_bytes, read_reports

REFUSED = {"far_cells", "document_types"}  # nothing in them may be taken
MADE_QUICKLY = [cases for cases in hostile_workbooks.TABLE if cases is not large]


@pytest.mark.parametrize("cases", hostile_workbooks.TABLE, ids=lambda cases: cases.__name__)
def test_each_is_answered_in_words(cases: Callable[[], Cases]):
    watch = Watch()
    for name, data in cases():
        found = watch.read(read_bytes, data, name)
        assert found.issues or cases.__name__ not in REFUSED, name


def test_the_reader_of_reports_answers_too():
    watch = Watch()
    for name, data in list(far_cells())[::5]:
        found = watch.read(read_reports, data, name)
        assert not found.is_ok


def test_there_are_more_than_five_hundred():
    names = [name for cases in MADE_QUICKLY for name, _ in cases()]

    assert len(names) == len(set(names)) > 500
