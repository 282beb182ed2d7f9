"""What the pages show, how often they ask the database, and when they are known already."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import Role
from kotacerdas.audit.actions import record_entry
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import contents_of
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody
from workbook.builder import Sheets, put

OVERVIEW = f"/{OWN}/2022/"
MOST_QUERIES = 12
INLINE = re.compile(r"<script>|<style|\sstyle=|\son[a-z]+=\"")


@pytest.fixture
def region(db) -> Region:
    return begun(OWN)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def of(programmes: int) -> Sheets:
    """The small workbook with so many programmes."""
    sheets = sheets_of(OWN)
    header, row = sheets["Programmes"]
    sheets["Programmes"] = [header, row] + [
        [f"x{at}", f"Program {at}", *row[2:]] for at in range(programmes - 1)
    ]
    return sheets


def test_the_overview_asks_as_often_for_many_programmes_as_for_few(
    client: Client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        assert client.get(OVERVIEW).status_code == 200
    begun(OWN, of(1000))
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        assert "1.000" in client.get(OVERVIEW).text or "1000" in client.get(OVERVIEW).text

    assert len(many) <= 2 * len(few)


def test_a_page_that_is_known_is_answered_with_304_until_the_data_changes(client: Client):
    first = client.get(OVERVIEW)
    known = {"if-none-match": first.headers["ETag"]}
    again = client.get(OVERVIEW, headers=known)
    begun(OWN, put(sheets_of(OWN), "Realisation!E2", "no"))
    later = client.get(OVERVIEW, headers=known)

    assert (first.status_code, again.status_code, later.status_code) == (200, 304, 200)
    assert "private" in first.headers["Cache-Control"]


def test_a_page_is_not_known_any_longer_after_an_act_or_a_night(client: Client, monkeypatch):
    known = {"if-none-match": client.get(OVERVIEW).headers["ETag"]}
    record_entry(OWN, "note.send", [], actor="", at=AT)
    acted = client.get(OVERVIEW, headers=known)
    known = {"if-none-match": acted.headers["ETag"]}
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2050, 1, 1))

    assert (acted.status_code, client.get(OVERVIEW, headers=known).status_code) == (200, 200)


def test_a_page_is_not_known_any_longer_after_a_new_result_of_a_year_beside_it(
    client: Client, region: Region
):
    page = f"/{OWN}/2022/banding/2021/"
    known = {"if-none-match": client.get(page).headers["ETag"]}
    assert client.get(page, headers=known).status_code == 304
    again = Run.objects.filter(region=region, year=2021, basis="reported").latest("pk")
    again.pk = None
    again.save(force_insert=True)
    assert client.get(page, headers=known).status_code == 200


def test_a_file_is_not_known_by_what_the_page_is(client: Client):
    page = f"/{OWN}/2022/program/"
    known = {"if-none-match": client.get(page).headers["ETag"]}
    assert client.get(f"{page}?unduh=csv", headers=known).status_code == 200
    assert client.get(f"/{OWN}/2022/unduh/xlsx/", headers=known).status_code == 200


def test_a_page_is_not_known_to_somebody_else_or_in_another_language(
    client: Client, region: Region
):
    etag = client.get(OVERVIEW).headers["ETag"]
    other = Client()
    other.force_login(somebody(region, Role.VIEWER))
    client.post("/bahasa/", {"language": "en", "next": "/"})

    assert other.get(OVERVIEW, headers={"if-none-match": etag}).status_code == 200
    assert client.get(OVERVIEW, headers={"if-none-match": etag}).status_code == 200


def test_a_dimension_marks_its_programmes_and_leads_to_its_neighbours(client: Client):
    page = client.get(f"/{OWN}/2022/dimensi/living/").text
    marks = re.findall(r'class="mark-link" href="([^"]+)"', page)
    assert marks
    assert all(client.get(one).status_code == 200 for one in marks)
    beside = re.findall(rf'href="(/{OWN}/2022/dimensi/[a-z]+/)"\s+data-key="([sl])"', page)
    assert beside == [
        (f"/{OWN}/2022/dimensi/economy/", "s"),
        (f"/{OWN}/2022/dimensi/society/", "l"),
    ]
    first = client.get(f"/{OWN}/2022/dimensi/governance/").text
    assert re.findall('data-key="([sl])"', first) == ["l"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
def test_who_reads_only_is_not_told_that_no_period_is_open(region: Region, role: Role):
    client = Client()
    client.force_login(somebody(region, role))
    page = client.get(f"/{OWN}/tugas/").text
    assert ("belum membuka periode" in page) == (role is not Role.VIEWER)


def test_a_region_without_programmes_says_what_to_do_next(db):
    empty = Region.objects.create(code="33.99", name="Kabupaten Baru", level="regency")
    for role, words in ((Role.COORDINATOR, "/33.99/langkah/"), (Role.VIEWER, "belum mengisi")):
        client = Client()
        client.force_login(somebody(empty, role))
        assert words in client.get("/33.99/").text
        assert words in client.get("/33.99/2022/").text


def test_a_number_is_explained_by_the_cells_it_rests_on(client: Client):
    page = client.get(f"/{OWN}/2022/angka/dimensions/living/achievement_pct").text

    assert "1 ÷ 1 × 100 = 100,0\u00a0%" in page
    assert "Realisation!E2" in page
    assert "Programmes!K2" not in page  # a weight never enters the count


def test_the_figures_are_put_into_the_formula(db):
    sheets = sheets_of(OWN)
    sheets["Targets"].append(["i2", 2021, None, 5, 7])
    sheets["Realisation"] += [[None, "i2", 2021, None, None, 6, None]]
    client = Client()
    client.force_login(somebody(begun(OWN, sheets), Role.VIEWER))
    page = f"/{OWN}/{{}}/angka/{{}}"

    value = client.get(page.format(2022, "programmes/p1/achievement_pct")).text
    assert "(1 × 30,0) ÷ 1 = 30,0\u00a0%" in value
    whole = client.get(page.format(2022, "overall/indicator_achievement_pct")).text
    assert "(1 × 30,0) ÷ 1 = 30,0\u00a0%" in whole
    money = client.get(page.format(2022, "budget/absorption_pct")).text
    assert "Rp9.000.000 ÷ Rp10.000.000 × 100 = 90,0\u00a0%" in money
    capacity = client.get(page.format(2022, "capacity/hr/achievement_pct")).text
    assert "0,0 ÷ 1 = 0" in capacity


def test_a_capacity_that_nobody_reported_has_no_achievement(db):
    client = Client()
    client.force_login(somebody(begun(OWN, sheets_of(OWN)), Role.VIEWER))
    page = compact(client.get(f"/{OWN}/2022/evaluasi/").text)

    assert re.search(r"<span>Sumber daya manusia\s*<strong>–</strong>", page)


def test_every_number_of_the_result_has_a_page(client: Client):
    run = Run.objects.get(year=2022, basis="reported")
    known = contents_of(run).numbers
    for number in known:
        address = reverse("pages:number", args=[OWN, 2022, str(number)])
        assert client.get(address).status_code == 200, number

    assert len(known) > 100


def test_both_languages_and_no_word_is_missing(client: Client):
    addresses = [OVERVIEW, f"/{OWN}/2022/program/", f"/{OWN}/2022/dasar/", f"/{OWN}/impor/"]
    indonesian = [client.get(address).text for address in addresses]
    client.post("/bahasa/", {"language": "en", "next": "/"})
    english = [client.get(address).text for address in addresses]

    assert '<html lang="id">' in indonesian[0]
    assert '<html lang="en">' in english[0]
    assert all(one != other for one, other in zip(indonesian, english, strict=True))


def test_search_finds_a_programme_by_a_few_letters(client: Client):
    found = client.get(f"/{OWN}/cari/", {"q": "sat"}).text
    nothing = client.get(f"/{OWN}/cari/", {"q": "tidakada"}).text

    assert reverse("pages:programme", args=[OWN, 2022, "p1"]) in found
    assert "Tidak ada yang cocok" in nothing


@pytest.mark.parametrize(
    ("query", "view", "code"),
    [
        ("Maju", "mission", "m1"),
        ("tentang", "regulation", "r1"),
        ("lapor", "innovation", "n1"),
        ("a1", "agency", "a1"),
    ],
)
def test_search_opens_the_thing_itself(client: Client, query: str, view: str, code: str):
    address = reverse(f"pages:{view}", args=[OWN, 2022, code])

    assert address in client.get(f"/{OWN}/cari/", {"q": query}).text
    assert client.get(address).status_code == 200
    assert client.get(reverse(f"pages:{view}", args=[OWN, 2022, "lain"])).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "opened"),
    [(2020, 2030, 2022), (2019, 2021, 2020), (2030, 2032, 2022), (2010, 2011, 2020)],
)
def test_search_opens_the_nearest_year_with_a_result(
    client: Client, region: Region, first: int, last: int, opened: int
):
    Run.objects.filter(region=region, year=2021).update(year=2020)
    assert {*Run.objects.values_list("year", flat=True)} == {2020, 2022}
    Programme.objects.filter(code="p1").update(start_year=first, end_year=last)
    page = client.get(f"/{OWN}/cari/", {"q": "p1"}).text
    assert reverse("pages:programme", args=[OWN, opened, "p1"]) in page


def test_search_names_the_first_of_many_of_a_kind_and_asks_once(
    client: Client, region: Region, django_assert_max_num_queries
):
    Programme.objects.bulk_create(
        Programme(
            region=region,
            code=f"z{at}",
            name=f"Satu {at:02}",
            dimension="living",
            agency=Agency.objects.get(region=region),
            quick_win=False,
            start_year=2021,
            end_year=2021,
        )
        for at in range(40)
    )
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(f"/{OWN}/cari/", {"q": "satu"}).text
    found = re.findall(rf"/{OWN}/(\d+)/program/(\w+)/", page)
    # By name, and in a year that each is planned in.
    assert found == [("2022", "p1"), *[("2021", f"z{at}") for at in range(19)]]


def test_the_kinds_of_the_plan_are_counted_in_one_query(
    client: Client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES):
        page = compact(client.get(f"/{OWN}/isi/").text)
    for name, count in (("Indikator", 2), ("Indeks lain", 0)):
        assert re.search(rf"<strong>{name}</strong></a>\s*<span class=.muted.>{count}</span>", page)


def test_search_finds_people_who_hold_a_role_today(client: Client, region: Region):
    somebody(region, Role.VERIFIER)
    page = client.get(f"/{OWN}/cari/", {"q": "verifier"}).text

    assert f"/{OWN}/orang/?q=verifier" in page
    assert "Verifikator" in page


def test_two_runs_say_which_numbers_changed_and_because_of_which_rows(client: Client):
    begun(OWN, put(sheets_of(OWN), "Realisation!E2", "no"))
    newer, older = Run.objects.filter(year=2022, basis="reported").order_by("-pk")[:2]
    page = client.get(reverse("pages:compare-runs", args=[OWN, newer.pk, older.pk])).text

    assert "Keseluruhan · terealisasi 2022" in page
    assert "Realisasi p1 · 2022" in page
    assert '<span class="was">ya</span>' in compact(page)


def test_content_that_looks_like_markup_is_shown_as_text(db):
    region = begun(OWN, put(sheets_of(OWN), "Programmes!B2", "<script>alert(1)</script>"))
    client = Client()
    client.force_login(somebody(region, Role.VIEWER))
    for address in ("program/", "program/p1/", "indikator/i1/", "angka/overall/planned/"):
        assert "<script>alert" not in client.get(f"{OVERVIEW}{address}").text


def test_the_strict_policy_is_on_every_page_and_no_page_breaks_it(client: Client):
    for address in (OVERVIEW, f"/{OWN}/2022/indikator/i1/", f"/{OWN}/impor/", "/tidak/ada/"):
        response = client.get(address)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert not re.search(
            r"<script>(?!\s*</script>)|<style|\sstyle=|\son[a-z]+=\"", response.text
        )


@pytest.mark.parametrize(
    ("typed", "linked"),
    [
        ("https://jdih.batangkab.go.id/12", True),
        ("HTTPS://jdih.batangkab.go.id/12", True),
        ("jdih.batangkab.go.id/12", False),
        ("javascript:alert(1)", False),
        ("https://budi:rahasia@batangkab.go.id/", False),
        ("https://192.168.1.5/perda", False),
    ],
)
def test_an_address_that_was_typed_is_a_link_where_evidence_could_be_one(
    client: Client, region: Region, typed: str, *, linked: bool
):
    sheets = sheets_of(OWN)
    header, row = sheets["Regulations"]
    begun(OWN, {**sheets, "Regulations": [[*header, "url"], [*row, typed]]})
    page = client.get(f"/{OWN}/2022/regulasi/r1/").text
    assert typed in page
    assert (f'href="{typed}"' in page) is linked
