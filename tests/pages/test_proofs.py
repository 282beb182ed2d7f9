"""From a number to its proof: what it counts and leaves out, who says so, and what opens."""

import html
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import mostly_on_one
from exchange.bringing import REPLACING, brought_in
from kotacerdas.accounts.models import Role
from kotacerdas.casework.actions.evidence import EvidenceCommand, add_file, add_link, remove
from kotacerdas.casework.models import Evidence, State, Version
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.words import language
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import LEVELS, Number
from kotacerdas.pages.counted import parts_of
from kotacerdas.plan.models import Programme, Realisation
from kotacerdas.records.actions import mark_stale
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import contents_of, forget_contents
from markup import compact
from pages.acting import client_of
from pages.regions import AT as AFTER
from pages.regions import OWN, begun, sheets_of, somebody
from reporting import files
from reporting.cast import AT, TODAY, Stage, _person, answered, stage
from workbook.builder import Sheets, put, xlsx

YEAR = f"/{OWN}/2022/"
ACHIEVEMENT = f"{YEAR}angka/overall/achievement_pct"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def mixed(many: int = 9) -> Sheets:
    """Programmes of which a third each is realised, not realised, and not reported."""
    sheets = sheets_of(OWN)
    head, row = sheets["Programmes"]
    codes = [f"p{at}" for at in range(1, many + 1)]
    sheets["Programmes"] = [head, *([code, f"Program {code}", *row[2:]] for code in codes)]
    sheets["Realisation"] = [
        ["programme", "indicator", "year", "period", "realised", "value", "verified", "evidence"],
        *(
            [code, None, 2022, None, "yes" if at % 3 else "no", None, "yes", f"{code}.pdf; b.pdf"]
            for at, code in enumerate(codes)
            if at % 3 < 2
        ),
        [None, "i1", 2022, "q1", None, 9, None, None],
    ]
    sheets["Innovations"].append(
        ["n2", "a1", "Ide", 2022, "yes", "public-service", "yes", "idea", None, None]
    )
    sheets["Budget"].append(["p1", 2022, "csr", 5_000_000, None])
    return sheets


def addresses(page: str) -> list[str]:
    """What the rows of a number lead to, outside addresses apart."""
    [rows] = re.findall(r'<ul class="list proofs">(.*?)</ul>\s*(?=<p|<hr)', page, re.DOTALL)
    return [html.unescape(one) for one in re.findall(r'href="(/[^"]*)"', rows)]


def status(client: Client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def test_what_is_counted_is_the_number(db):
    begun(OWN, mixed())
    contents = contents_of(Run.objects.get(year=2022, basis="reported"))
    facts = Facts(contents.card, language())
    counts = ("planned", "realised", "not_reported", "innovations", "total", "items")
    seen = 0
    for number, value in contents.numbers.items():
        parts = parts_of(facts, contents.trace, number)
        counted, every = len(parts.counted), len(parts.counted) + len(parts.left_out)
        assert every or number.measure in {"minimum", "weight"} or not value, number
        is_count = number.measure in counts or number.kind == "indicator_counts"
        if is_count or (number.kind == "innovations" and number.measure != "minimum"):
            assert counted == value, number
            seen += 1
        if number.kind in LEVELS and number.measure == "achievement_pct":
            share = 100 * counted / every if every else None
            assert share == pytest.approx(value), number
    assert seen > 40


def test_every_row_that_counts_rests_on_a_cell(db):
    begun(OWN, mixed())
    contents = contents_of(Run.objects.get(year=2022, basis="reported"))
    facts = Facts(contents.card, language())
    for name in (
        *("overall/realised", "overall/planned", "indicator_counts/scored", "budget/realised_rp"),
        *("budget_sources/apbd/ceiling_rp", "innovations/total", "agencies/a1/innovations"),
        *("innovations/agencies", "capacity/hr/items", "index_dimensions/living/score"),
    ):
        counted = parts_of(facts, contents.trace, Number.parse(name)).counted
        own = counted.at(range(len(counted)))
        assert own or name == "indicator_counts/scored", name
        for row in own:
            assert row.spots, name
            assert all(spot.field in spot.row.fields for spot in row.spots), name


def test_the_parts_of_a_number_are_links_with_counts_and_work_beside_the_page(db):
    client = client_of(somebody(begun(OWN, mixed()), Role.VIEWER))
    page = compact(client.get(ACHIEVEMENT).text)
    panel = client.get(ACHIEVEMENT, headers={"HX-Request": "true"}).text

    assert f'<a href="{ACHIEVEMENT}?bagian=tidak" aria-current="page">Tidak terhitung' in page
    assert 'Tidak terhitung<span class="count">6<' in page
    assert 'Terhitung<span class="count">3<' in page
    assert "Program p1" in page
    assert "Program p2" not in page
    assert f'hx-get="{ACHIEVEMENT}?bagian=terhitung" hx-target="#panel-body"' in compact(panel)
    counts = client.get(f"{ACHIEVEMENT}?bagian=terhitung").text
    assert "Program p2" in counts
    assert "Program p1<" not in counts
    cells = client.get(f"{ACHIEVEMENT}?bagian=sel").text
    assert "Realisation!E2" in cells
    for wrong in ("bagian=lain", "bagian=", "p=0", "p=x", "p=99"):
        assert client.get(f"{ACHIEVEMENT}?{wrong}").status_code == 200


def test_a_row_says_its_cell_who_brought_it_and_what_its_evidence_is_called(db):
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    sheets = mixed()
    sheets["Realisation"][1][7] = "laporan p1.pdf; https://batangkab.go.id/p1; javascript:alert(1)"
    brought_in(region, xlsx(sheets), by, AFTER, REPLACING)
    refresh_scorecards(region, AFTER)
    page = compact(client_of(by).get(ACHIEVEMENT).text)
    [row] = [one for one in page.split('<div class="proof">') if "Program p1<" in one]

    assert "Realisation!E2" in row
    assert f"diimpor {by}" in row
    assert "terverifikasi menurut buku kerja" in row
    assert "laporan p1.pdf" in row
    assert 'href="https://batangkab.go.id/p1"' in row
    assert 'href="javascript' not in row


def test_what_was_typed_in_says_who_did_it_up_to_the_result(db):
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    brought_in(region, xlsx(mixed()), by, AFTER, REPLACING)
    Realisation.objects.filter(programme__code="p1").update(origin=None, origin_row=None)
    mark_stale(region, 0, AFTER)
    refresh_scorecards(region, AFTER)
    page = compact(client_of(by).get(ACHIEVEMENT).text)
    [row] = [one for one in page.split('<div class="proof">') if "Program p1<" in one]

    assert f"diisi di situs oleh {by.email}" in row
    assert "/berkas/" not in row


def reported(here: Stage) -> Evidence:
    """A report of p1 that counts, with a piece for each level; the one for the agency."""
    act = here.act(here.people.operator)
    pieces = {level: add_file(act, f"{level}.png", files.png(n)) for n, level in enumerate(Seen, 3)}
    for level, piece in pieces.items():
        Evidence.objects.filter(pk=piece.pk).update(seen_by=level)
    link = add_link(act, "https://batangkab.go.id/berita", "Berita", TODAY)
    Evidence.objects.filter(pk=link.pk).update(seen_by=Seen.PUBLIC)
    answered(here.case(), State.VERIFIED, by=here.people.operator, filled={"realised": "yes"})
    Version.objects.update(settled_by=here.people.verifier)
    refresh_scorecards(here.region, AT)
    return pieces[Seen.AGENCY]


@pytest.mark.parametrize("role", mostly_on_one(Role))
def test_no_row_leads_anybody_to_a_refusal(db, role: Role):
    here = stage()
    reported(here)
    known = {
        Role.OPERATOR: here.people.neighbour,
        Role.COORDINATOR: here.people.coordinator,
        Role.VERIFIER: here.people.verifier,
    }
    client = client_of(known.get(role) or _person(here.region, role, role))
    levels = {
        Role.COORDINATOR: set(Seen.values),
        Role.VERIFIER: set(Seen.values),
        Role.EVALUATOR: {"assessors", "public"},
        Role.LEADER: {"assessors", "public"},
        Role.SCREENER: {"assessors", "public"},
    }
    found: list[str] = []
    for part in ("tidak", "terhitung"):
        page = client.get(f"{YEAR}angka/overall/realised?bagian={part}").text
        found += addresses(page)
        if part == "terhitung":
            seen = {level for level in Seen.values if f"{level}.png" in page}
            closed = 3 - len(seen)
            assert seen == levels.get(role, {"public"})
            assert ("tidak dibuka untuk peran Anda" in page) == bool(closed)
            assert "Laporan Triwulan I 2022" in page
            assert f"diverifikasi {here.people.verifier}" in page
            assert 'href="https://batangkab.go.id/berita"' in page
    assert len(found) >= 4
    for address in found:
        assert status(client, address) == 200, address


def test_what_becomes_of_a_report_after_the_result_is_told(db):
    here = stage()
    piece = reported(here)
    run = Run.objects.filter(year=2022, basis="reported").latest("pk")
    address = f"{YEAR}angka/overall/realised?bagian=terhitung&hasil={run.pk}"
    client = client_of(here.people.coordinator)
    before = client.get(address)
    assert "agency.png" in before.text

    Evidence.objects.filter(pk=piece.pk).update(removed_at=AT)
    Programme.objects.filter(code="p1").update(name="Nama Baru")
    answered(here.case(), State.SUBMITTED, by=here.people.operator, filled={"realised": "yes"})
    answered(here.case(), State.VERIFIED, by=here.people.operator, filled={"realised": "yes"})
    after = client.get(address)

    assert after.status_code == 200
    assert "agency.png" not in after.text
    assert "sudah diganti versi 3" in after.text
    assert "Satu Data" in after.text  # as the result has it
    first = Version.objects.get(number=1)
    Version.objects.filter(pk=first.pk).update(state=State.SUBMITTED, settled_entry=None)
    assert "verifikasinya dibatalkan" in client.get(address).text


def test_a_page_that_is_known_is_shown_anew_once_a_piece_was_closed_or_taken_back(db):
    here = stage()
    piece = reported(here)
    viewer = client_of(_person(here.region, "pembaca", Role.VIEWER))
    address = f"{YEAR}angka/overall/realised?bagian=terhitung"
    first = viewer.get(address)
    known = {"if-none-match": first["ETag"]}
    assert viewer.get(address, headers=known).status_code == 304

    Version.objects.update(state=State.DRAFT, submitted_entry=None, settled_entry=None)
    here.case()
    case = piece.case
    type(case).objects.filter(pk=case.pk).update(state=State.DRAFT)
    public = Evidence.objects.get(title="public.png")
    remove(EvidenceCommand(public, here.people.operator, AT))
    again = viewer.get(address, headers=known)

    assert again.status_code == 200
    assert "public.png" not in again.text


def test_an_older_result_leads_to_the_file_it_was_made_of(db):
    region = begun(OWN, mixed())
    client = client_of(somebody(region, Role.COORDINATOR))
    old = Run.objects.filter(year=2022, basis="reported").latest("pk")
    begun(OWN, put(mixed(), "Realisation!H2", "baru.pdf"))
    page = client.get(f"{ACHIEVEMENT}?hasil={old.pk}").text
    newer = client.get(ACHIEVEMENT).text
    [one], [other] = (
        {link for link in addresses(text) if "/Realisation/2/" in link} for text in (page, newer)
    )

    assert one != other
    assert "p1.pdf; b.pdf" in client.get(one).text
    assert "baru.pdf" in client.get(other).text


def test_a_number_asks_as_often_for_a_thousand_rows_as_for_ten(db):
    client = client_of(somebody(begun(OWN, mixed(10)), Role.COORDINATOR))

    def asked() -> list[int]:
        forget_contents()
        counts = []
        for part in ("tidak", "terhitung", "sel"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{ACHIEVEMENT}?bagian={part}").status_code == 200
            counts.append(len(queries))
        return counts

    few = asked()
    begun(OWN, mixed(1000))
    assert asked() == few
    assert max(few) <= 12
