"""One year, counted alike by the overview, the period, the tasks, the deck and the report."""

import random
import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.models import State, Version, Window
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.pptx import slides
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.selectors import case_of
from kotacerdas.reporting.status import window_maps
from kotacerdas.reporting.syncing import sync_cases
from kotacerdas.scorecards.selectors import contents_of, newest_run
from kotacerdas.scoring.question import Basis
from kotacerdas.wording.numbers import Language
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody
from reporting.cast import answered

STATES = {
    "terverifikasi": "verified",
    "menunggu verifikasi": "submitted",
    "dari buku kerja, belum diverifikasi": "imported",
    "dikembalikan": "returned",
    "draf": "draft",
    "belum dilaporkan": "not_started",
}


def words_of(client: Client, address: str) -> str:
    answer = client.get(f"/{OWN}/{address}")
    assert answer.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def a_plan(seed: int) -> tuple[Region, Counter[str]]:
    """A region whose 2022 is told of by workbook, each programme in one of five ways."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    sheets = sheets_of(OWN)
    head, row = sheets["Programmes"]
    codes = [f"p{at}" for at in range(chance.randint(5, 40))]
    sheets["Programmes"] = [head, *([code, code, *row[2:]] for code in codes)]
    sheets["Innovations"][1][8] = None
    sheets["Indicators"] = sheets["Indicators"][:1]
    sheets["Targets"] = sheets["Targets"][:1]
    sheets["Budget"] = sheets["Budget"][:1]
    rows: list[list[object]] = [["programme", "year", "period", "realised", "verified"]]
    ways: Counter[str] = Counter()
    for code in codes:
        way = chance.choice(["none", "year", "year_sure", "parts", "parts_sure"])
        sure = "yes" if way.endswith("sure") else "no"
        ways[way] += 1
        if way.startswith("year"):
            rows.append([code, 2022, None, chance.choice(["yes", "no"]), sure])
        elif way.startswith("parts"):
            rows += [[code, 2022, part, "no", sure] for part in ("q1", "q4")]
    sheets["Realisation"] = rows
    return begun(OWN, sheets), ways


def opened(region: Region, code: str) -> Window:
    by = User.objects.create_user("buka@example.org")
    window = Window.objects.create(
        process=REPORTING,
        region=region,
        year=2022,
        code=code,
        opened_at=AT,
        opened_by=by,
        deadline=AT.date(),
    )
    sync_cases(region)
    return window


def of_period(page: str) -> dict[str, int]:
    """The tiles of a period's page: what is asked for, and each state."""
    found = {"asked": int(re.search(r"(\d+) laporan diminta", page)[1])}
    for word, state in STATES.items():
        found[state] = int(re.search(rf"(\d+) {word}\b", page)[1])
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_period_of_a_year_and_the_overview_agree(db, seed: int):
    region, ways = a_plan(seed)
    opened(region, "")
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    page = words_of(client, "pelaporan/2022/tahun/")
    period = of_period(page)
    not_asked = ways["parts"] + ways["parts_sure"]

    assert period["asked"] + not_asked == ways.total()
    if not_asked:
        said = f"{ways.total()} program direncanakan: {period['asked']} diminta melapor"
        assert f"{said}, {not_asked} tidak diminta" in page
    assert period == {
        "asked": ways["none"] + ways["year"] + ways["year_sure"],
        "verified": ways["year_sure"],
        "imported": ways["year"],
        "not_started": ways["none"],
        **dict.fromkeys(("submitted", "returned", "draft"), 0),
    }
    reported = ways.total() - ways["none"]
    sure = ways["year_sure"] + ways["parts_sure"]
    overview = words_of(client, "2022/")
    if reported:
        assert f"{sure} dari {reported} laporan terverifikasi" in overview
    missing = re.search(r"(\d+) program belum dilaporkan", overview)
    assert (int(missing[1]) if missing else 0) == period["not_started"]
    tasks = words_of(client, "tugas/")
    for word, state in STATES.items():
        if period[state]:
            assert f"{period[state]} {word}" in tasks
    facts = Facts(contents_of(newest_run(region, 2022, Basis.REPORTED)).card, Language.ID)
    reporting = slides(facts)[5].chart.series[0].values
    assert reporting == [sure, reported - sure, ways["none"]]


def test_what_is_begun_but_not_sent_in_is_counted_in_words_that_the_overview_uses(db):
    region, ways = a_plan(3)
    window = opened(region, "")
    client = Client()
    user = somebody(region, Role.COORDINATOR)
    client.force_login(user)
    assert "laporan belum dikirim" not in words_of(client, "pelaporan/2022/tahun/")

    codes = {
        cell.code
        for row in window_maps([window], AT.date())[0].rows
        for cell in row.cells
        if cell.state == "not_started"
    }
    states = (State.DRAFT, State.RETURNED)
    for programme, state in zip(
        Programme.objects.filter(region=region, code__in=codes), states, strict=False
    ):
        answered(case_of(window, programme), state, by=user)
    page = words_of(client, "pelaporan/2022/tahun/")

    assert of_period(page)["not_started"] == ways["none"] - 2
    assert f"{ways['none']} laporan belum dikirim, termasuk draf dan yang dikembalikan" in page
    assert f"{ways['none']} program belum dilaporkan" in words_of(client, "2022/")


def test_the_page_of_a_report_says_what_the_map_says(db):
    region, ways = a_plan(3)
    window = opened(region, "")
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    found = Counter()
    for programme in Programme.objects.filter(region=region):
        page = client.get(reverse("reporting:report", args=[OWN, 2022, "tahun", programme.code]))
        if page.status_code == 200:
            tag = re.search(r'<span class="tag"><span class="cell cell-(\w+)">', compact(page.text))
            found[tag[1]] += 1
    counted = of_period(words_of(client, "pelaporan/2022/tahun/"))

    told = {state: n for state, n in counted.items() if n and state != "asked"}
    assert found == told | {"not_asked": ways["parts"] + ways["parts_sure"]}
    assert found["imported"]
    assert not Version.objects.filter(case__window=window).exists()
