"""The maps of a period and of a year: what is counted, what is named, and that both agree."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kotacerdas.casework.models import Window
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import extend, open_window
from kotacerdas.reporting.status import STATES, StatusMap, window_maps, year_map
from kotacerdas.reporting.syncing import sync_cases
from reporting.cast import A_DAY, AT, DEADLINE, TODAY, Stage, answered, stage

LATER = DEADLINE + A_DAY


def versions(here: Stage, code: str, *states: str, window: Window | None = None) -> None:
    answered(here.case(code, window), *states, by=here.people.operator)


def imported(here: Stage, code: str, part: str, *, verified: bool = True) -> None:
    Realisation.objects.create(
        region=here.region,
        programme=here.programme(code),
        year=2022,
        period=part,
        realised=True,
        verified=verified,
    )


def second_quarter(here: Stage) -> Window:
    return open_window(
        here.region,
        year=2022,
        code="q2",
        deadline=DEADLINE + timedelta(days=90),
        by=here.people.coordinator,
        at=AT,
    )


def give_longer(here: Stage, code: str) -> None:
    agency = Agency.objects.get(region=here.region, code=code)
    by = here.people.coordinator
    extend(here.window, agency, until=LATER, reason="Banjir", by=by, at=AT)


def counts(found: StatusMap) -> dict[str, int]:
    return {state: count for state, count in found.counts if count}


@pytest.mark.parametrize(
    "states", [("draft",), ("submitted",), ("returned", "draft"), ("verified",)]
)
def test_the_newest_version_says_where_a_report_stands(batang: Stage, states: tuple[str, ...]):
    versions(batang, "p1", *states)

    assert counts(year_map([batang.window], TODAY)) == {states[-1]: 1, "not_started": 2}


def test_a_correction_of_many_versions_counts_once(batang: Stage):
    versions(batang, "p1", *["returned"] * 10, "submitted")

    assert counts(year_map([batang.window], TODAY)) == {"submitted": 1, "not_started": 2}


def test_what_a_workbook_says_is_told_until_it_is_reported_here(batang: Stage):
    imported(batang, "p1", "q1")
    imported(batang, "p2", "q1", verified=False)
    imported(batang, "p3", "q2")
    told = {"verified": 1, "imported": 1, "not_started": 1}
    assert counts(year_map([batang.window], TODAY)) == told

    versions(batang, "p1", "draft")
    versions(batang, "p2", "submitted")
    told = {"submitted": 1, "draft": 1, "not_started": 1}
    assert counts(year_map([batang.window], TODAY)) == told


def test_what_is_planned_no_longer_is_not_on_the_map(batang: Stage):
    versions(batang, "p1", "verified")
    programme = batang.programme("p1")
    programme.start_year, programme.end_year = 2020, 2021
    programme.save()
    sync_cases(batang.region)

    for found in (year_map([batang.window], TODAY), *window_maps([batang.window], TODAY)):
        assert counts(found) == {"not_started": 2}


def test_the_map_of_a_year_counts_what_the_maps_of_its_periods_name(batang: Stage):
    second = second_quarter(batang)
    versions(batang, "p1", "verified", "draft")
    versions(batang, "p2", "submitted")
    versions(batang, "p2", "returned", window=second)
    imported(batang, "p3", "q2")
    give_longer(batang, "a2")

    for today in (TODAY, LATER, LATER + A_DAY):
        of_year = year_map([batang.window, second], today)
        maps = window_maps([batang.window, second], today)
        for counted, named in zip(of_year.each(), maps, strict=True):
            assert counted.windows == named.windows
            assert [row.groups for row in named.rows] == [row.groups for row in counted.rows]
            assert [(row.code, row.name) for row in named.rows] == [
                (row.code, row.name) for row in counted.rows
            ]
            for row in named.rows:
                states = Counter(cell.state for cell in row.cells)
                assert tuple(states[state] for state in STATES) == row.groups[0].counts


def test_an_agency_is_late_from_the_day_after_its_own_deadline(batang: Stage):
    versions(batang, "p2", "returned")
    give_longer(batang, "a2")

    def found(day):
        [one] = window_maps([batang.window], day)
        return one

    def late(day):
        return {row.code: row.late for row in found(day).late_rows}

    assert late(DEADLINE) == {}
    assert late(LATER) == {"a1": 2}
    assert late(LATER + A_DAY) == {"a1": 2, "a2": 1}


def test_an_agency_sees_its_own_rows(batang: Stage):
    [found] = window_maps([batang.window], TODAY, Q(agency__code="a2"))

    assert [(row.code, [cell.code for cell in row.cells]) for row in found.rows] == [("a2", ["p2"])]


def test_a_year_without_a_period_has_an_empty_map():
    assert year_map([], TODAY).counts == [(state, 0) for state in STATES]


def test_the_map_names_no_other_region(batang: Stage):
    other = stage("33.26")
    versions(other, "p1", "verified")
    imported(other, "p2", "q1")

    assert counts(year_map([batang.window], TODAY)) == {"not_started": 3}


def opened(here: Stage, address: str) -> str:
    client = Client()
    client.force_login(here.people.coordinator)
    return client.get(f"/{here.region.code}/pelaporan/2022/{address}").content.decode()


def test_the_pages_say_in_words_what_the_squares_show(batang: Stage):
    versions(batang, "p2", "returned")

    of_period, of_year = opened(batang, "q1/"), opened(batang, "")

    assert "Puskesmas Digital: dikembalikan" in of_period
    assert "Satu Data: belum dilaporkan" in of_period
    assert 'title="1 dikembalikan"' in of_year
    assert 'title="2 belum dilaporkan"' in of_year


@pytest.mark.parametrize("address", ["", "q1/"])
def test_names_are_shown_as_they_were_typed(batang: Stage, address: str):
    Agency.objects.filter(region=batang.region, code="a1").update(
        code='a"1&', name='<b>Dinas</b> {0} "A" & B'
    )
    programme = batang.programme("p1")
    programme.name, programme.code = "<script>{pk}</script>", "p/1 &"
    programme.save()

    page = opened(batang, address)

    assert "<b>Dinas" not in page
    assert "<script>{" not in page
    assert "&lt;b&gt;Dinas&lt;/b&gt; {0} &quot;A&quot; &amp; B" in page
    assert 'id="a"1' not in page


def test_the_maps_take_as_many_queries_for_a_year_as_for_a_period(batang: Stage):
    periods = [batang.window, second_quarter(batang)]
    for some in (periods[:1], periods):
        for maps in (year_map, window_maps):
            with CaptureQueriesContext(connection) as made:
                maps(some, TODAY)
            assert len(made) == 2
