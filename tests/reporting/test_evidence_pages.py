"""Evidence on its pages: who is served what, how it is served, and what is said of refusals."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kotacerdas.accounts.models import Role
from kotacerdas.casework import file_kinds
from kotacerdas.casework.actions.evidence import EvidenceCommand, add_file, remove
from kotacerdas.casework.models import Case, Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.views import evidence as views
from kotacerdas.reporting.actions.windows import close_window, move_deadlines
from reporting import files
from reporting.cast import A_DAY, AT, TODAY, Stage, _person, stage

OWN, OTHER = "33.25", "33.74"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def here(db) -> Stage:
    """A period that is open today, for pages ask the clock."""
    here = stage()
    until = timezone.localdate() + A_DAY
    move_deadlines([here.window], deadline=until, reason="Uji", by=here.people.coordinator, at=AT)
    here.window.refresh_from_db()
    return here


def client(user: object, **more: bool) -> Client:
    made = Client(**more)
    made.force_login(user)
    return made


def brought(here: Stage, name: str = "foto.png", data: bytes | None = None, **more) -> Evidence:
    """A piece, shown to those of `seen_by`."""
    seen_by = more.pop("seen_by", Seen.AGENCY)
    data = files.png() if data is None else data
    made = add_file(here.act(here.people.operator), name, data, **more)
    Evidence.objects.filter(pk=made.pk).update(seen_by=seen_by)
    return made


def at(piece: Evidence, code: str = OWN) -> str:
    return reverse("casework:evidence-piece", args=[code, piece.pk])


def adding(code: str = "p1", region: str = OWN) -> str:
    case = Case.objects.get(region__code=region, programme__code=code)
    return reverse("casework:add-evidence", args=[region, case.pk])


def report(code: str = "p1") -> str:
    return reverse("reporting:report", args=[OWN, 2022, "q1", code])


def sheet(code: str = "p1") -> str:
    return reverse("reporting:evidence", args=[OWN, 2022, code])


def status(user: object, address: str) -> int:
    response = client(user).get(address)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


FROM = {  # the levels that somebody is served
    "operator": {"agency", "assessors", "public"},
    "verifier": {"agency", "assessors", "public"},
    "coordinator": {"agency", "assessors", "public"},
    "evaluator": {"assessors", "public"},
    "leader": {"assessors", "public"},
    "viewer": {"public"},
    "neighbour": {"public"},
}


@pytest.mark.parametrize("who", FROM)
def test_each_role_is_served_what_it_may_see(here: Stage, who: str):
    is_more = who in {"evaluator", "leader", "viewer"}
    by = _person(here.region, who, Role(who)) if is_more else getattr(here.people, who)
    levels = {
        level: brought(here, data=files.png(n), seen_by=level) for n, level in enumerate(Seen, 3)
    }
    for level, piece in levels.items():
        assert status(by, at(piece)) == (200 if level in FROM[who] else 403), level
    other = stage(OTHER)
    theirs = add_file(other.act(other.people.operator), "foto.png", files.png())
    Evidence.objects.filter(pk=theirs.pk).update(seen_by=Seen.PUBLIC)
    for address in (at(theirs), at(theirs, OTHER), at(levels["public"], OTHER)):
        assert status(by, address) == 404
        assert client(by).post(address, {"do": "remove"}).status_code == 404


def test_whoever_is_of_no_region_or_signed_out_is_served_nothing(here: Stage):
    piece = brought(here, seen_by=Seen.PUBLIC)

    assert status(here.people.outsider, at(piece)) == 404
    assert Client().get(at(piece)).status_code == 302


def test_what_was_taken_back_or_lost_from_the_disk_is_not_found(here: Stage):
    gone, lost = brought(here), brought(here, data=files.png(3))
    remove(EvidenceCommand(gone, here.people.operator, AT))
    Path(lost.file.copy.content.path).unlink()

    assert status(here.people.operator, at(gone)) == 404
    assert status(here.people.operator, at(lost)) == 404


@pytest.mark.parametrize(
    ("name", "data", "kind", "shown"),
    [
        ("surat.pdf", files.pdf(), "application/pdf", "attachment"),
        ("rekap.csv", files.CSV, "text/csv", "attachment"),
    ],
)
def test_a_file_runs_nowhere(here: Stage, name: str, data: bytes, kind: str, shown: str):
    served = client(here.people.operator).get(at(brought(here, name, data)))

    assert b"".join(served.streaming_content) == data
    assert served["Content-Type"] == kind
    assert served["Content-Disposition"] == f'{shown}; filename="{name}"'
    assert served["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "private" in served["Cache-Control"]


@pytest.mark.parametrize(
    ("kind", "name"), [("HEIF", "a.heic"), ("JPEG", "a.jpg"), ("PNG", "a.png")]
)
def test_everybody_sees_a_picture_without_what_the_camera_wrote(here: Stage, kind: str, name: str):
    exif = Image.Exif()
    exif[0x013B] = "Budi Santoso"
    data = files.picture(kind, exif=exif)
    piece = brought(here, name, data, seen_by=Seen.PUBLIC)
    for by in (here.people.operator, here.people.verifier, _person(here.region, "v", Role.VIEWER)):
        shown = client(by).get(at(piece))
        content = b"".join(shown.streaming_content)
        assert shown["Content-Type"] == ("image/png" if kind == "PNG" else "image/jpeg")
        assert shown["Content-Disposition"].startswith("inline")
        assert b"Budi Santoso" not in content
        assert Image.open(io.BytesIO(content)).size == (4, 2)


def test_only_who_sees_all_evidence_has_the_picture_as_it_was_sent(here: Stage):
    data = files.heic()
    piece = brought(here, "IMG_1.heic", data, seen_by=Seen.PUBLIC)
    original = f"{at(piece)}?original=1"
    for by in (here.people.operator, here.people.verifier, here.people.coordinator):
        served = client(by).get(original)
        assert b"".join(served.streaming_content) == data
        assert served["Content-Disposition"] == 'attachment; filename="IMG_1.heic"'
    for who in (Role.EVALUATOR, Role.LEADER, Role.VIEWER):
        assert status(_person(here.region, who, who), original) == 403
    assert status(here.people.neighbour, original) == 403
    assert "Unduh berkas asli" in client(here.people.operator).get(report()).text
    no_copy = brought(here, "surat.pdf", files.pdf())
    assert status(here.people.operator, f"{at(no_copy)}?original=1") == 403


def test_what_the_reader_has_is_not_sent_again_but_asked_for_again(here: Stage):
    piece = brought(here, seen_by=Seen.ASSESSORS)
    leader = _person(here.region, "leader", Role.LEADER)
    first = client(leader).get(at(piece))
    list(first.streaming_content)
    again = {"If-None-Match": first["ETag"]}

    assert client(leader).get(at(piece), headers=again).status_code == 304
    Evidence.objects.update(seen_by=Seen.AGENCY)
    assert client(leader).get(at(piece), headers=again).status_code == 403


def test_several_files_come_at_once_and_what_is_refused_keeps_no_other_away(here: Stage):
    sent = [
        upload("satu.png", files.png()),
        upload("dua.pdf", files.png(3)),
        upload("tiga.pdf", files.pdf()),
        upload("empat.csv", b""),
    ]
    answer = client(here.people.operator).post(adding(), {"file": sent})

    assert answer.status_code == 422
    assert "dua.pdf: namanya berakhiran .pdf (PDF), tetapi isinya PNG" in answer.text
    assert "empat.csv: berkasnya kosong" in answer.text
    assert "2 bukti ditambahkan" in answer.text
    titles = set(Evidence.objects.values_list("title", flat=True))
    assert titles == {"satu.png", "tiga.pdf"}


def test_what_is_well_leads_back_to_the_report(here: Stage):
    by = client(here.people.operator)
    sent = {"file": [upload("../ktp.png", files.png())], "personal": "on"}

    assert by.post(adding(), sent).url == f"{report()}#bukti"
    assert Evidence.objects.get().is_personal
    page = by.get(report()).text
    assert "ktp.png" in page
    assert "data pribadi" in page


def test_a_form_without_a_file_says_so(here: Stage):
    answer = client(here.people.operator).post(adding())

    assert answer.status_code == 422
    assert "Pilih berkasnya dulu" in answer.text


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(here: Stage):
    too_much = str(views.MOST_BYTES_AT_ONCE + 100_001)
    answer = client(here.people.operator).post(
        adding(), {"file": upload("a.png", b"x")}, headers={"content-length": too_much}
    )

    assert answer.status_code == 413
    assert "paling besar 20 MB per berkas" in answer.text


def test_one_of_many_that_is_too_large_is_refused_by_its_name(here: Stage, monkeypatch):
    monkeypatch.setattr(file_kinds, "MOST_BYTES", 1000)
    sent = [upload("besar.png", files.png(mark=bytes(2000))), upload("kecil.png", files.png())]
    answer = client(here.people.operator).post(adding(), {"file": sent})

    assert "besar.png: lebih besar dari" in answer.text
    assert Evidence.objects.get().title == "kecil.png"


def test_more_files_than_a_form_may_hold_are_refused_with_words(here: Stage):
    sent = [upload(f"{n}.png", files.png(n)) for n in range(1, 102)]
    answer = client(here.people.operator).post(adding(), {"file": sent})

    assert answer.status_code == 413
    assert "Terlalu banyak berkas" in answer.text


def test_an_upload_without_the_forms_token_is_refused(here: Stage):
    by = client(here.people.operator, enforce_csrf_checks=True)

    assert by.post(adding(), {"file": upload("a.png", files.png())}).status_code == 403
    assert not Evidence.objects.exists()


def test_a_link_that_is_refused_keeps_what_was_typed(here: Stage):
    by = client(here.people.operator)
    typed = {"do": "link", "url": "javascript:alert(1)", "title": "Berita", "seen_on": "2022-04-05"}
    answer = by.post(adding(), typed)

    assert answer.status_code == 422
    assert "https://" in answer.text
    assert "Berita" in answer.text
    assert "tanggal" in by.post(adding(), typed | {"seen_on": "kemarin"}).text
    good = typed | {"url": "https://batangkab.go.id/<b>"[:-3]}
    assert by.post(adding(), good).url == f"{report()}#bukti"
    assert "batangkab.go.id" in by.get(report()).text


@pytest.mark.parametrize("who", ["neighbour", "verifier", "coordinator"])
def test_nobody_brings_evidence_beside_anothers_report(here: Stage, who: str):
    by = client(getattr(here.people, who))

    assert by.get(adding()).status_code == 403
    assert by.post(adding(), {"file": upload("a.png", files.png())}).status_code == 403
    assert client(here.people.outsider).get(adding()).status_code == 404


def test_evidence_is_graded_shown_and_taken_back_by_its_address(here: Stage):
    piece = brought(here)
    operator, verifier = client(here.people.operator), client(here.people.verifier)

    assert verifier.post(at(piece), {"do": "grade", "grade": "3"}).url == f"{report()}#bukti"
    show = {"do": "show", "seen_by": "public"}
    assert operator.post(at(piece), show).status_code == 302
    page = verifier.get(report()).text
    assert "Mutu 3: baik" in page
    assert verifier.post(at(piece), {"do": "remove"}).status_code == 403
    assert operator.post(at(piece), {"do": "grade", "grade": "3"}).status_code == 403
    for wrong in ({"do": "run"}, {"do": "show", "seen_by": "all"}, {}):
        assert operator.post(at(piece), wrong).status_code == 403
    assert operator.post(at(piece), {"do": "remove"}).status_code == 302
    assert "foto.png" not in client(here.people.verifier).get(report()).text


def test_a_refusal_stands_on_the_report(here: Stage):
    piece = brought(here)
    answer = client(here.people.operator).post(
        at(piece), {"do": "show", "seen_by": "public", "personal": "on"}
    )
    told = "Bukti dengan data pribadi tidak pernah dibuka untuk publik"
    assert answer.status_code == 422
    assert told in answer.text
    for wrong in ("", "9", "²", "baik"):
        answer = client(here.people.verifier).post(at(piece), {"do": "grade", "grade": wrong})
        assert answer.status_code == 422
    close_window(here.window, here.people.coordinator, AT)
    answer = client(here.people.operator).post(at(piece), {"do": "remove"})
    assert answer.status_code == 422
    assert Evidence.objects.get().removed_at is None


def test_a_redacted_copy_stands_beside_its_original(here: Stage):
    original = brought(here, "ktp.png", is_personal=True)
    by = client(here.people.operator)

    assert "ktp.png" in by.get(f"{adding()}?copy_of={original.pk}").text
    sent = {"file": upload("hitam.png", files.png(3)), "copy_of": original.pk}
    assert by.post(adding(), sent).status_code == 302
    assert Evidence.objects.get(title="hitam.png").redacted_of == original
    assert "salinan disamarkan" in by.get(report()).text
    assert by.get(f"{adding('p3')}?copy_of={original.pk}").status_code == 404


def test_lists_and_sheets_name_only_what_the_reader_may_see(here: Stage):
    for n, level in enumerate(Seen, 3):
        brought(here, f"{level}.png", files.png(n), seen_by=level)
    evaluator = _person(here.region, "evaluator", Role.EVALUATOR)
    viewer = _person(here.region, "viewer", Role.VIEWER)

    def named(user: object, address: str) -> set[str]:
        text = client(user).get(address).text
        return {level for level in Seen.values if f"{level}.png" in text}

    assert named(evaluator, report()) == named(evaluator, sheet()) == {"assessors", "public"}
    assert named(here.people.verifier, sheet()) == set(Seen.values)
    assert named(viewer, sheet()) == named(here.people.neighbour, sheet()) == {"public"}
    assert client(here.people.outsider).get(sheet()).status_code == 404


def test_a_sheet_without_evidence_says_what_comes_there(here: Stage):
    assert "Belum ada bukti dukung" in client(here.people.operator).get(sheet()).text


def test_pages_ask_as_often_for_two_hundred_pieces_as_for_ten(here: Stage):
    first = brought(here)
    by = client(here.people.verifier)

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert by.get(address).status_code == 200
        return len(asked)

    case = here.case()

    def fill(many: int) -> None:
        Evidence.objects.bulk_create(
            Evidence(
                region=here.region,
                case=case,
                file=first.file if n % 2 else None,
                url="" if n % 2 else f"https://a.example/{n}",
                title=f"{n}",
                seen_on=TODAY,
                grade=n % 5,
                graded_by=here.people.verifier,
                added_by=here.people.operator,
                added_at=AT,
            )
            for n in range(many)
        )

    fill(9)
    few = [counted(address) for address in (report(), sheet())]
    fill(190)
    assert [counted(address) for address in (report(), sheet())] == few
