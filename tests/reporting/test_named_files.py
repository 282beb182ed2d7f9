"""Files of what a workbook calls its evidence: dropped at once, matched by name, none lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import mostly_on_one
from exchange.bringing import REPLACING, brought_in
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.ops.verification import chain_findings, state_findings
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Region
from markup import compact
from pages.acting import client_of
from pages.regions import AT, OWN, begun, sheets_of, somebody
from reporting import files
from workbook.builder import Sheets, xlsx

PAGE = f"/{OWN}/impor/bukti/"
MANY = 40


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def named(many: int = MANY) -> Sheets:
    """So many programmes that name a file each; the first three name one of the last three, too."""
    sheets = sheets_of(OWN)
    head, row = sheets["Programmes"]
    codes = [f"p{at}" for at in range(1, many + 1)]
    sheets["Programmes"] = [head, *([code, f"Program {code}", *row[2:]] for code in codes)]
    twice = dict(zip(codes[:3], codes[-3:], strict=True))
    sheets["Realisation"] = [
        ["programme", "indicator", "year", "period", "realised", "value", "evidence"],
        *(
            [
                *(code, None, 2022, None, "yes", None),
                f"bukti/2022/Laporan {code}.pdf; https://a.example/{code}"
                + (f"; laporan_{twice[code]}.PDF" if code in twice else ""),
            ]
            for code in codes
        ),
        [None, "i1", 2022, "q1", None, 9, "Foto Kegiatan.jpeg"],
        [None, "i1", 2022, "q2", None, 9, "foto_kegiatan.jpg"],
    ]
    sheets["Innovations"][0].append("evidence")
    sheets["Innovations"][1].append("inovasi lapor.pdf")
    return sheets


@pytest.fixture
def region(db) -> Region:
    return begun(OWN, named())


@pytest.fixture
def coordinator(region: Region) -> Client:
    return client_of(somebody(region, Role.COORDINATOR))


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def numbered(n: int) -> bytes:
    """A PDF like no other."""
    return files.pdf(Lang=f"id-{n}")


def sent(client: Client, *uploads: SimpleUploadedFile, **more: str):
    return client.post(PAGE, {"file": list(uploads), "year": "2022"} | more)


def forty(client: Client):
    """A file for each programme, as somebody's computer calls them."""
    return sent(
        client,
        *(upload(f"LAPORAN_P{at}.pdf", numbered(at)) for at in range(1, MANY + 1)),
    )


def findings() -> list[object]:
    """What of evidence does not follow from the log; the people of these tests do not, either."""
    region = Region.objects.get(code=OWN)
    own = [one for one in state_findings(region) if "casework.evidence" in repr(one)]
    return [*own, *(one for one in chain_findings(OWN) if one.is_fault)]


def waiting() -> set[str]:
    pieces = Evidence.objects.filter(removed_at=None, of_row=None, case=None)
    return set(pieces.values_list("title", flat=True))


def test_of_forty_files_three_are_asked_of_and_the_rest_find_their_rows(coordinator: Client):
    answer = forty(coordinator)

    assert answer.status_code == 302
    assert waiting() == {"LAPORAN_P38.pdf", "LAPORAN_P39.pdf", "LAPORAN_P40.pdf"}
    given = Evidence.objects.filter(of_row__realisation__isnull=False)
    assert given.count() == MANY - 3
    for piece in given.select_related("of_row__realisation__programme"):
        code = piece.of_row.realisation.programme.code
        assert piece.title.lower() == f"laporan_{code}.pdf"
        assert piece.of_row.named == f"bukti/2022/Laporan {code}.pdf"
        assert piece.seen_by == Seen.AGENCY
    page = coordinator.get(PAGE).text
    assert "37 berkas dipasangkan menurut namanya" in page
    assert "3 berkas menunggu dipilih barisnya" in page
    assert page.count('name="row"') == 6  # each of the three with two rows
    assert "6 nama tanpa berkas" in page or "9 nama tanpa berkas" in page
    assert findings() == []


def test_a_choice_gives_a_file_to_its_rows_and_a_second_one_replaces_it(coordinator: Client):
    sent(coordinator, upload("laporan p40.pdf", numbered(1)))
    piece = Evidence.objects.get()
    rows = {
        row.programme.code: f"realisation:{row.pk}:{name}"
        for row in Realisation.objects.filter(programme__code__in=["p3", "p40"])
        for name in row.evidence
        if "p40." in name.lower()
    }
    assert coordinator.post(PAGE, {"do": "assign", "piece": piece.pk}).status_code == 422
    assert waiting() == {"laporan p40.pdf"}
    gone = {"do": "assign", "piece": piece.pk, "row": [rows["p40"], "realisation:1:tiada.pdf"]}
    assert "berubah sejak halaman ini dibuka" in coordinator.post(PAGE, gone).text
    chosen = {"do": "assign", "piece": piece.pk, "row": list(rows.values())}
    assert coordinator.post(PAGE, chosen).status_code == 302

    owners = Evidence.objects.filter(removed_at=None).values_list(
        "of_row__realisation__programme__code"
    )
    assert {code for (code,) in owners} == {"p3", "p40"}
    assert not waiting()
    again = coordinator.post(PAGE, chosen)
    assert "sudah dipasang orang lain" in again.text
    sent(coordinator, upload("laporan p40.pdf", numbered(2)))
    newer = Evidence.objects.latest("pk")
    assert "menggantikan laporan p40.pdf" in coordinator.get(PAGE).text
    assigned = {"do": "assign", "piece": newer.pk, "row": rows["p40"]}
    said = coordinator.post(PAGE, assigned, follow=True).text
    assert "laporan p40.pdf dipasang, menggantikan laporan p40.pdf." in compact(said)
    held = Evidence.objects.get(removed_at=None, of_row__realisation__programme__code="p40")
    assert held.file == newer.file
    assert findings() == []
    assert breaks(Entry.objects.filter(chain=OWN).order_by("number")) == []


def test_rows_of_one_programme_and_year_get_the_file_together(coordinator: Client):
    sent(coordinator, upload("FOTO-KEGIATAN.JPG", files.jpeg()))

    assert Evidence.objects.filter(of_row__realisation__indicator__code="i1").count() == 2
    assert not waiting()


def test_an_innovation_has_its_file_and_the_page_of_it_opens_that(
    coordinator: Client, region: Region
):
    sent(coordinator, upload("Inovasi_Lapor.pdf", numbered(1)), seen_by="public")
    piece = Evidence.objects.get()
    address = reverse("casework:evidence-view", args=[OWN, piece.pk])
    viewer = client_of(somebody(region, Role.VIEWER))

    assert piece.of_row.innovation.code == "n1"
    assert f'href="{address}"' in viewer.get(f"/{OWN}/2022/inovasi/n1/").text
    assert viewer.get(address).status_code == 200


def test_what_no_row_names_waits_and_is_found_by_a_search_or_discarded(coordinator: Client):
    sent(coordinator, upload("IMG_2231.pdf", numbered(1)))
    assert waiting() == {"IMG_2231.pdf"}
    assert "Tidak ada baris yang menyebut nama ini" in coordinator.get(PAGE).text
    found = coordinator.get(PAGE, {"cari": "program P7"}).text
    assert "p7 · Program p7 · 2022" in found
    piece = Evidence.objects.get()
    row = Realisation.objects.get(programme__code="p7")
    key = f"realisation:{row.pk}:{row.evidence[0]}"
    coordinator.post(PAGE, {"do": "assign", "piece": piece.pk, "row": key})
    assert Evidence.objects.get(removed_at=None).of_row.realisation == row

    sent(coordinator, upload("IMG_2232.pdf", numbered(2)))
    last = Evidence.objects.latest("pk")
    assert coordinator.post(PAGE, {"do": "discard", "piece": last.pk}).status_code == 302
    assert not waiting()
    late = coordinator.post(PAGE, {"do": "discard", "piece": last.pk})
    assert late.status_code == 422
    assert "sudah dihapus" in late.text or "tidak ada lagi" in late.text
    assert findings() == []


def test_what_waits_is_discarded_and_what_a_row_has_is_taken_away(coordinator: Client):
    sent(coordinator, upload("laporan p5.pdf", numbered(1)), upload("IMG_1.pdf", numbered(2)))
    given = Evidence.objects.get(of_row__realisation__isnull=False)
    waits = Evidence.objects.get(of_row=None)
    late = coordinator.post(PAGE, {"do": "discard", "piece": given.pk})
    assert "sudah dipasang orang lain" in late.text, "a page that was open since before"
    for piece, verb, word in ((given, "take_away", "Lepas dari"), (waits, "discard", "Buang")):
        page = coordinator.get(reverse("casework:evidence-view", args=[OWN, piece.pk])).text
        assert f'value="{verb}"' in page
        assert word in page
        file = reverse("casework:evidence-piece", args=[OWN, piece.pk])
        assert coordinator.post(file, {"do": verb}).status_code == 302
        assert Entry.objects.latest("pk").action == f"evidence.{verb}"
    assert not Evidence.objects.filter(removed_at=None).exists()
    assert findings() == []


@pytest.mark.parametrize("careful_first", [True, False])
def test_what_waits_keeps_the_most_careful_that_it_was_brought_with(
    coordinator: Client, *, careful_first: bool
):
    data, ways = numbered(1), [{"seen_by": "agency", "personal": "on"}, {"seen_by": "public"}]
    for more in ways if careful_first else ways[::-1]:
        sent(coordinator, upload("IMG_1.pdf", data), **more)
    piece = Evidence.objects.get(removed_at=None)
    assert (piece.seen_by, piece.is_personal) == (Seen.AGENCY, True)

    sent(coordinator, upload("laporan p5.pdf", data), seen_by="assessors")
    given = Evidence.objects.get(removed_at=None)
    assert given.of_row.realisation.programme.code == "p5"
    assert (given.seen_by, given.is_personal) == (Seen.AGENCY, True)
    assert findings() == []


def test_a_file_is_given_to_twenty_rows_in_the_queries_of_two(coordinator: Client, region: Region):
    name = "bukti/sama.pdf"
    Realisation.objects.filter(programme__isnull=False).update(evidence=[name])
    keys = [f"realisation:{one.pk}:{name}" for one in Realisation.objects.exclude(programme=None)]

    def asked(at: int, many: int) -> int:
        sent(coordinator, upload(f"IMG_{at}.pdf", numbered(at)))
        piece = Evidence.objects.latest("pk")
        form = {"do": "assign", "piece": piece.pk, "row": keys[at : at + many]}
        with CaptureQueriesContext(connection) as queries:
            assert coordinator.post(PAGE, form).status_code == 302
        return len(queries)

    assert asked(1, 2) == asked(3, 20)


def test_the_same_content_twice_is_told_and_kept_once(coordinator: Client):
    data = numbered(1)
    first = sent(coordinator, upload("laporan p5.pdf", data), upload("salinan.pdf", data))
    assert first.status_code == 200
    assert "salinan.pdf: isinya sama dengan laporan p5.pdf" in first.text
    assert waiting() == {"salinan.pdf"}
    again = sent(coordinator, upload("laporan p5.pdf", data), upload("salinan.pdf", data))

    assert "laporan p5.pdf: berkas yang sama sudah ada" in again.text
    assert "salinan.pdf: berkas yang sama sudah ada" in again.text
    assert Evidence.objects.count() == 2
    assert StoredFile.objects.count() == 1


def test_what_is_refused_keeps_no_other_away(coordinator: Client):
    answer = sent(
        coordinator,
        upload("laporan p5.pdf", files.png(3)),
        upload("laporan p6.pdf", numbered(6)),
        upload("laporan p7.pdf", b""),
        upload("laporan p8.exe", b"MZ" + bytes(100)),
    )

    assert answer.status_code == 422
    for name in ("laporan p5.pdf: namanya", "laporan p7.pdf: berkasnya kosong", "laporan p8.exe"):
        assert name in answer.text
    assert "1 berkas dipasangkan" in answer.text
    assert Evidence.objects.get().of_row.realisation.programme.code == "p6"
    assert sent(coordinator).status_code == 422


def test_a_row_that_has_another_file_keeps_it_until_somebody_decides(coordinator: Client):
    sent(coordinator, upload("laporan p5.pdf", numbered(1)))
    sent(coordinator, upload("laporan p5.pdf", numbered(2)))

    assert Evidence.objects.filter(of_row__realisation__programme__code="p5").count() == 1
    assert waiting() == {"laporan p5.pdf"}


def test_names_of_another_year_are_left_alone(coordinator: Client):
    sent(coordinator, upload("laporan p5.pdf", numbered(1)), year="2021")
    assert waiting() == {"laporan p5.pdf"}
    sent(coordinator, upload("laporan p6.pdf", numbered(2)), year="")
    assert Evidence.objects.filter(of_row__realisation__programme__code="p6").exists()


@pytest.mark.parametrize("role", mostly_on_one(Role))
def test_only_who_imports_brings_files_and_each_sees_what_it_may(region: Region, role: Role):
    by = somebody(region, Role.COORDINATOR)
    sent(client_of(by), upload("laporan p5.pdf", numbered(1)), upload("lain.pdf", numbered(2)))
    given, waits = Evidence.objects.order_by("pk")
    other = by if role is Role.COORDINATOR else somebody(region, role)
    client = client_of(other)
    is_coordinator = role is Role.COORDINATOR
    seen = {
        Seen.AGENCY: {Role.COORDINATOR, Role.OPERATOR, Role.VERIFIER},
        Seen.ASSESSORS: {*Role} - {Role.VIEWER},
        Seen.PUBLIC: {*Role},
    }
    address = reverse("casework:evidence-view", args=[OWN, given.pk])
    for level, roles in seen.items():
        Evidence.objects.update(seen_by=level)
        assert client.get(address).status_code == (200 if role in roles else 403), level
        page = client.get(f"/{OWN}/2022/program/p5/").text
        assert (f'href="{address}"' in page) == (role in roles)
        number = client.get(f"/{OWN}/2022/angka/overall/realised?bagian=terhitung").text
        assert (f'href="{address}"' in number) == (role in roles)
        assert ("1 bukti tidak dibuka untuk peran Anda" in number) == (role not in roles)
    own = reverse("casework:evidence-view", args=[OWN, waits.pk])
    assert client.get(own).status_code == (200 if is_coordinator else 403)
    assert sent(client, upload("laporan p6.pdf", numbered(3))).status_code == (
        302 if is_coordinator else 403
    )
    piece = reverse("casework:evidence-piece", args=[OWN, given.pk])
    may_show = role in seen[Seen.AGENCY]
    shown = client.post(piece, {"do": "show", "seen_by": "agency", "personal": "on"})
    assert shown.status_code == (302 if may_show else 403)
    removed = client.post(piece, {"do": "take_away"})
    assert removed.status_code == (302 if is_coordinator else 403)


def test_personal_data_is_never_public(coordinator: Client):
    answer = sent(
        coordinator, upload("laporan p5.pdf", numbered(1)), seen_by="public", personal="on"
    )

    assert "tidak pernah dibuka untuk publik" in answer.text
    assert not Evidence.objects.exists()


def test_somebody_whose_role_just_ended_brings_nothing(region: Region):
    by = somebody(region, Role.COORDINATOR)
    client = client_of(by)
    sent(client, upload("laporan p5.pdf", numbered(1)))
    piece = Evidence.objects.get()
    Appointment.objects.filter(user=by).update(role=Role.VIEWER)

    assert sent(client, upload("laporan p6.pdf", numbered(2))).status_code == 403
    assert client.post(PAGE, {"do": "discard", "piece": piece.pk}).status_code == 403
    assert Evidence.objects.get().removed_at is None


def test_a_region_without_names_says_where_they_come_from(db):
    client = client_of(somebody(begun(OWN), Role.COORDINATOR))

    assert "Nama berkas datang dari kolom bukti" in client.get(PAGE).text


def test_the_page_asks_as_often_for_a_thousand_names_as_for_ten(db):
    region = begun(OWN, named(10))
    client = client_of(somebody(region, Role.COORDINATOR))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    sent(client, upload("a.pdf", numbered(1)))
    few = asked()
    begun(OWN, named(1000))
    file = StoredFile.objects.first()
    by = Evidence.objects.get().added_by
    Evidence.objects.bulk_create(
        Evidence(region=region, file=file, title=f"{at}.pdf", added_by=by, added_at=AT)
        for at in range(60)
    )
    assert asked() == few
    assert few <= 12


def test_a_row_stays_while_it_has_a_file_and_goes_after(db):
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    client = client_of(by)
    entry = brought_in(region, xlsx(named()), by, AT, REPLACING).entry
    sent(client, upload("laporan p5.pdf", numbered(1)))
    piece = Evidence.objects.get()
    row = piece.of_row.realisation
    taken_back = reverse("exchange:undo", args=[OWN, entry])
    assert "Bukti dukung" in client.get(taken_back).text
    sheets = named()
    del sheets["Realisation"][5]
    brought_in(region, xlsx(sheets), by, AT, REPLACING)
    assert Realisation.objects.filter(pk=row.pk).exists()
    opened = reverse("casework:evidence-view", args=[OWN, piece.pk])
    assert client.get(opened).status_code == 200

    client.post(reverse("casework:evidence-piece", args=[OWN, piece.pk]), {"do": "take_away"})
    brought_in(region, xlsx(sheets | {"Missions": sheets["Missions"]}), by, AT, REPLACING)
    assert not Realisation.objects.filter(pk=row.pk).exists()
    assert findings() == []
