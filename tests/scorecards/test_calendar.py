"""With the clock moved and nothing else done, what the calendar changes is computed anew."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kotacerdas.outbox.models import Tick
from kotacerdas.outbox.worker import Worker
from kotacerdas.plan.models import Regulation
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.daily import mark_changed_years
from kotacerdas.scorecards.models import Run
from reporting.cast import stage

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")


def moment(*parts):
    return datetime(*parts, 6, 0, tzinfo=JAKARTA)


@pytest.fixture
def region():
    """Its marks are all followed, on 30 March."""
    found = stage().region
    refresh_scorecards(found, moment(2022, 3, 30))
    return found


def marked(region, last, today):
    mark_changed_years(last, moment(*today))
    return [one.since_year for one in region.stale_years.all()]


def test_after_the_end_of_a_quarter_its_year_is_due(region):
    Tick.objects.create(name="years", done_on=date(2022, 3, 30))
    worker = Worker(lambda: moment(2022, 3, 31))
    while worker.turn():
        pass
    newest = Run.objects.filter(year=2022).order_by("-pk")[:2]
    assert [run.as_of for run in newest] == [date(2022, 3, 31)] * 2
    assert not region.stale_years.exists()


@pytest.mark.parametrize(
    ("last", "today", "since"),
    [
        (date(2022, 3, 30), (2022, 3, 30), []),
        (date(2022, 3, 31), (2022, 4, 20), []),
        (date(2022, 3, 20), (2022, 4, 20), [2022]),  # nobody worked in between
        (date(2022, 12, 31), (2023, 1, 1), [2023]),
        (date(2022, 12, 30), (2023, 1, 5), [2022]),
        (None, (2022, 4, 20), [0]),
    ],
)
def test_only_days_on_which_something_ends_or_begins_mark(region, last, today, since):
    assert marked(region, last, today) == since


def test_a_regulation_marks_the_years_in_which_it_begins_and_lapses(region):
    rule = Regulation.objects.filter(region=region).first()
    rule.valid_from, rule.valid_to = date(2022, 5, 2), date(2022, 6, 9)
    rule.save()
    assert marked(region, date(2022, 5, 1), (2022, 5, 2)) == [2022]
    region.stale_years.all().delete()
    assert marked(region, date(2022, 5, 2), (2022, 6, 8)) == []
    assert marked(region, date(2022, 6, 8), (2022, 6, 9)) == [2022]
