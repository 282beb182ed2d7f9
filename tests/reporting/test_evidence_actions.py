"""Evidence brought, taken back, graded and shown: who may, when, and what is left behind."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions import evidence as actions
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    add_file,
    add_link,
    grade,
    remove,
    set_visibility,
)
from kotacerdas.casework.actions.steps import (
    correct,
    save_draft,
    submit,
    verify,
)
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.records.models import StaleYear
from kotacerdas.reporting.actions.windows import close_window
from kotacerdas.reporting.selectors import public_evidence
from reporting import files
from reporting.cast import A_DAY, AT, CHECKED, COMPLETE, TODAY, Stage, stage
from reporting.uploads_at_once import upload

TESTS = Path(__file__).parents[1]

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def here(db) -> Stage:
    return stage()


def on_disk() -> list[Path]:
    found = Path(settings.MEDIA_ROOT) / "evidence"
    return list(found.iterdir()) if found.exists() else []


def read(piece: Evidence) -> bytes:
    with piece.file.content.open() as content:
        return content.read()


def brought(here: Stage, name: str = "foto.png", data: bytes | None = None, **more) -> Evidence:
    data = files.png() if data is None else data
    return add_file(here.act(here.people.operator), name, data, **more)


def verified(here: Stage) -> None:
    people = here.people
    save_draft(here.act(people.operator), COMPLETE)
    submit(here.act(people.operator, at=AT + MINUTE))
    verify(here.act(people.verifier, at=AT + 2 * MINUTE), CHECKED)


def refused(key: str, act, *args, **more) -> str:
    with pytest.raises(RefusedError) as found:
        act(*args, **more)
    assert found.value.key == key
    return sentence(found.value)


def test_a_file_is_kept_with_a_safe_name_and_an_entry_in_the_log(here: Stage):
    made = brought(here, "../../Foto Kegiatan.PNG")

    assert made.title == "Foto Kegiatan.png"
    assert made.file.kind == "png"
    assert read(made) == files.png()
    assert made.seen_by == Seen.AGENCY
    entry = Entry.objects.latest("pk")
    assert entry.action == "evidence.add"
    assert entry.actor == here.people.operator.email
    assert made.file.sha256 in entry.changes


def test_a_picture_is_known_by_what_was_sent_and_shown_by_its_copy(here: Stage):
    data = files.heic()
    made = brought(here, "IMG_1.jpg", data)

    assert made.title == "IMG_1.heic"
    assert read(made) == data
    assert made.file.sha256 == hashlib.sha256(data).hexdigest()
    assert made.file.copy.kind == "jpeg"
    assert brought(here, "lagi.heic", data) == made
    assert brought(here, "surat.pdf", files.pdf()).file.copy is None


def test_the_log_keeps_neither_title_nor_address(here: Stage):
    made = brought(here, "KTP Budi.png")
    add_link(here.act(here.people.operator), "https://a.example/rahasia", "Rahasia", TODAY)
    remove(EvidenceCommand(made, here.people.operator, AT))

    told = "".join(Entry.objects.values_list("changes", flat=True)).casefold()
    assert "ktp" not in told
    assert "rahasia" not in told


def test_the_same_file_is_stored_once_for_a_region(here: Stage):
    other = stage("33.74")
    one = brought(here)
    two = add_file(here.act(here.people.neighbour, "p2"), "lain.png", files.png())
    elsewhere = add_file(other.act(other.people.operator), "foto.png", files.png())

    assert one.file == two.file
    assert elsewhere.file != one.file
    assert len(on_disk()) == StoredFile.objects.count() == 4  # each with its copy


def test_the_same_file_brought_again_is_the_piece_that_is_there(here: Stage):
    first = brought(here)
    entries = Entry.objects.count()

    assert brought(here, "nama lain.png") == first
    assert Entry.objects.count() == entries


def test_a_link_is_kept_with_the_day_it_was_seen(here: Stage):
    act = here.act(here.people.operator)
    made = add_link(act, " https://batangkab.go.id/a ", "", TODAY)

    assert (made.url, made.title, made.seen_on) == ("https://batangkab.go.id/a",) * 2 + (TODAY,)
    assert add_link(act, "https://batangkab.go.id/a", "Lagi", TODAY) == made
    refused("evidence.bad_address", add_link, act, "javascript:alert(1)", "", TODAY)
    refused("evidence.seen_later", add_link, act, "https://a.example", "", TODAY + A_DAY)
    refused("evidence.title_too_long", add_link, act, "https://a.example", "x" * 201, TODAY)


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "verifier", "outsider"])
def test_only_the_agency_brings_and_takes_back(here: Stage, who: str):
    made = brought(here)
    by = getattr(here.people, who)
    with pytest.raises(NotAllowedError):
        add_file(here.act(by), "lain.png", files.png(3))
    with pytest.raises(NotAllowedError):
        add_link(here.act(by), "https://a.example", "", TODAY)
    with pytest.raises(NotAllowedError):
        remove(EvidenceCommand(made, by, AT))

    assert len(on_disk()) == 2  # it and its copy


def test_nothing_is_brought_once_the_period_is_locked_or_the_report_sent_in(here: Stage):
    made = brought(here)
    late = here.act(here.people.operator, at=AT + 30 * A_DAY)
    told = refused("lock.passed", add_file, late, "lain.png", files.png(3))
    assert "10 April 2022" in told
    save_draft(here.act(here.people.operator), COMPLETE)
    submit(here.act(here.people.operator, at=AT))
    act = here.act(here.people.operator)
    refused("evidence.fixed_submitted", add_file, act, "lain.png", files.png(3))
    refused("evidence.fixed_submitted", add_link, act, "https://a.example", "", TODAY)
    refused("evidence.fixed_submitted", remove, EvidenceCommand(made, here.people.operator, AT))
    close_window(here.window, here.people.coordinator, AT)

    assert Evidence.objects.filter(removed_at=None).count() == 1
    assert len(on_disk()) == 2  # it and its copy


def test_what_is_taken_back_is_gone_from_the_report_with_its_copies(here: Stage):
    made = brought(here, is_personal=True)
    copy = brought(here, "hitam.png", files.png(3), redacted_of=made)
    for _ in range(2):
        remove(EvidenceCommand(made, here.people.operator, AT))

    assert not Evidence.objects.filter(removed_at=None).exists()
    assert Entry.objects.filter(action="evidence.remove").count() == 1
    refused(
        "evidence.gone",
        set_visibility,
        EvidenceCommand(copy, here.people.operator, AT),
        Seen.PUBLIC,
        is_personal=False,
    )
    refused("evidence.gone", grade, EvidenceCommand(made, here.people.verifier, AT), 3)


def test_what_a_verified_report_rests_on_stays(here: Stage):
    made = brought(here)
    verified(here)
    by = here.people.operator
    refused("evidence.fixed_verified", remove, EvidenceCommand(made, by, AT + 3 * MINUTE))
    correct(here.act(by, at=AT + 3 * MINUTE), "Angka diperbarui")
    refused("evidence.rests_on_it", remove, EvidenceCommand(made, by, AT + 3 * MINUTE))
    later = add_file(here.act(by, at=AT + 4 * MINUTE), "lain.png", files.png(3))
    remove(EvidenceCommand(later, by, AT + 5 * MINUTE))

    assert Evidence.objects.get(removed_at=None) == made


def test_personal_data_is_never_public(here: Stage):
    made = brought(here, is_personal=True)
    for by in (here.people.operator, here.people.verifier):
        refused(
            "evidence.personal_is_never_public",
            set_visibility,
            EvidenceCommand(made, by, AT),
            Seen.PUBLIC,
            is_personal=True,
        )
    set_visibility(EvidenceCommand(made, here.people.verifier, AT), Seen.PUBLIC, is_personal=False)
    refused(
        "evidence.personal_is_never_public",
        set_visibility,
        EvidenceCommand(made, here.people.operator, AT),
        Seen.PUBLIC,
        is_personal=True,
    )
    set_visibility(EvidenceCommand(made, here.people.operator, AT), Seen.AGENCY, is_personal=True)

    made.refresh_from_db()
    assert (made.seen_by, made.is_personal) == (Seen.AGENCY, True)


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "outsider"])
def test_only_the_agency_and_verifiers_say_who_may_see(here: Stage, who: str):
    made = brought(here)
    on = EvidenceCommand(made, getattr(here.people, who), AT)
    with pytest.raises(NotAllowedError):
        set_visibility(on, Seen.PUBLIC, is_personal=False)
    with pytest.raises(NotAllowedError):
        grade(on, 3)


def test_a_piece_can_be_closed_after_the_period_is(here: Stage):
    made = brought(here)
    close_window(here.window, here.people.coordinator, AT)
    on = EvidenceCommand(made, here.people.operator, AT + 90 * A_DAY)

    assert set_visibility(on, Seen.AGENCY, is_personal=True).is_personal


def test_saying_the_same_again_is_not_logged(here: Stage):
    made = brought(here)
    for _ in range(2):
        set_visibility(
            EvidenceCommand(made, here.people.operator, AT), Seen.PUBLIC, is_personal=False
        )
        grade(EvidenceCommand(made, here.people.verifier, AT), 4)

    done = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert done[-2:] == ["evidence.visibility", "evidence.grade"]


def test_a_verifier_grades_but_never_what_they_brought(here: Stage):
    both = here.people.operator
    Appointment.objects.create(
        user=both, region=here.region, role=Role.VERIFIER, from_at=AT - A_DAY
    )
    made = brought(here)
    refused("evidence.own", grade, EvidenceCommand(made, both, AT), 4)
    for wrong in (-1, 5):
        refused("evidence.no_grade", grade, EvidenceCommand(made, here.people.verifier, AT), wrong)
    graded = grade(EvidenceCommand(made, here.people.verifier, AT), 0)

    assert (graded.grade, graded.graded_by) == (0, here.people.verifier)


def test_a_redacted_copy_comes_at_any_time_and_differs_from_its_original(here: Stage):
    made = brought(here, is_personal=True)
    verified(here)
    told = refused("evidence.not_redacted", brought, here, redacted_of=made)
    assert "foto.png" in told
    copy = brought(here, "hitam.png", files.png(3), redacted_of=made)
    refused("evidence.gone", brought, here, "x.png", files.png(4), redacted_of=copy)

    assert copy.redacted_of == made


def test_only_public_evidence_is_named_and_no_figure_follows_from_it(here: Stage):
    made = brought(here)
    verified(here)
    StaleYear.objects.all().delete()
    command = EvidenceCommand(made, here.people.verifier, AT)

    assert public_evidence(here.region) == {}
    set_visibility(command, Seen.PUBLIC, is_personal=False)
    programme = here.programme().pk
    assert public_evidence(here.region) == {(programme, 2022, "q1"): ["foto.png"]}
    grade(command, 3)
    set_visibility(command, Seen.ASSESSORS, is_personal=False)
    assert public_evidence(here.region) == {}
    assert not StaleYear.objects.exists()


def test_nothing_is_left_on_disk_where_the_transaction_fails(here: Stage, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "record", fail)
        with pytest.raises(OSError, match="disk full"):
            brought(here)
    assert not on_disk()
    assert not StoredFile.objects.exists()
    assert brought(here).file is not None


def test_a_failure_leaves_the_file_that_another_report_rests_on(here: Stage, monkeypatch):
    kept = brought(here)
    monkeypatch.setattr(actions, "_added", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_file(here.act(here.people.neighbour, "p2"), "foto.png", files.png())

    assert read(kept) == files.png()


def test_what_a_lost_process_left_is_written_anew(here: Stage):
    made = brought(here)
    path = Path(made.file.content.path)
    Evidence.objects.all().delete()
    StoredFile.objects.exclude(copy=None).delete()
    StoredFile.objects.all().delete()
    path.write_bytes(b"half")

    assert read(brought(here)) == files.png()
    assert len(on_disk()) == 2  # it and its copy


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("codes", [("p1", "p1"), ("p1", "p3")])
def test_two_uploads_of_the_same_file_at_once_store_it_once(codes: tuple[str, str], tmp_path: Path):
    if connection.vendor == "sqlite":
        found = _in_a_database_of_its_own(codes, tmp_path)
    else:
        found = upload(codes)

    assert found == {"failed": [], "evidence": len(set(codes)), "stored": 2, "on disk": 2}


def _in_a_database_of_its_own(codes: tuple[str, str], folder: Path) -> dict[str, object]:
    own = {
        "DJANGO_SETTINGS_MODULE": "site_settings",
        "KOTACERDAS_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/kotacerdas.sqlite3",
        "PYTHONPATH": str(TESTS),
    }
    done = subprocess.run(
        [sys.executable, "-m", "reporting.uploads_at_once", *codes],
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
