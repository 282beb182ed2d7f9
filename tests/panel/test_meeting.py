"""The meeting with a region: what is written down in it, by whom, and its minutes for good."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kotacerdas.accounts.models import Role
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.words import words
from kotacerdas.evaluation.models import FindingCase
from kotacerdas.ops.present_panel import panels
from kotacerdas.panel.actions.assigning import declare_conflict
from kotacerdas.panel.actions.meeting import (
    Note,
    Promise,
    Schedule,
    appreciate,
    attend,
    commit,
    drop_commitment,
    drop_note,
    end_meeting,
    expect,
    note_answer,
    note_question,
    reopen_meeting,
    schedule,
    write_note,
)
from kotacerdas.panel.actions.scoring import answer_question
from kotacerdas.panel.actions.settling import conclude, set_result
from kotacerdas.panel.meeting import standing_minutes
from kotacerdas.panel.minutes import minutes_pdf
from kotacerdas.panel.models import Meeting, NoteKind, NotePicture
from kotacerdas.panel.places import place
from kotacerdas.records.models import Agency
from pages.regions import OWN, begun, somebody
from panel.panels import NOW, differing, judged
from reporting import files as made_up

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)
PLAN = Schedule(NOW, "Command Center Batang", "Pembukaan\nPaparan bupati\n")
VISIT = Note(NoteKind.VISIT, NOW.date(), "Pasar Batang", "Pembayaran nontunai dipakai 40 pedagang.")


@pytest.fixture
def panel():
    return judged(begun(OWN))


@pytest.fixture
def meeting(panel):
    return schedule(panel.review, PLAN, 0, by=panel.chair, at=NOW)


def scribe(panel, at=LATER):
    return {"by": panel.members[0].user, "at": at}


def chairing(panel):
    return {"by": panel.chair, "at": LATER}


def promise(panel, text="Perwal data terpadu diterbitkan", due_on=date(2024, 3, 31), item="1.1"):
    agency = Agency.objects.filter(region=panel.review.cycle.region).order_by("pk")[0]
    return Promise(text, agency, due_on, item)


def ended(panel):
    attend(Meeting.objects.get().attendees.first(), is_present=True, **scribe(panel))
    return end_meeting(panel.review, **chairing(panel))


def whole(answer):
    """What a file's answer holds, read to its end."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_who_is_expected_stands_on_the_list_from_the_beginning(panel, meeting):
    names = list(meeting.attendees.order_by("pk").values_list("name", "capacity"))
    assert ("Ketua", "ketua, Universitas A") in names
    assert ("Asesor 1", "asesor, Lembaga 1") in names
    assert any(capacity == "Koordinator" for _, capacity in names)
    expect(panel.review, "Budi", "Kepala Diskominfo", **scribe(panel))
    expect(panel.review, "Budi", "Kepala Diskominfo", **scribe(panel))
    assert meeting.attendees.filter(name="Budi", is_present=True).count() == 1


def test_the_panel_writes_and_the_region_does_not(panel, meeting):
    region = panel.review.cycle.region
    for outsider in (somebody(region, Role.VERIFIER), somebody(region, Role.LEADER)):
        with pytest.raises(PermissionDenied):
            commit(panel.review, promise(panel), by=outsider, at=LATER)
    declare_conflict(panel.members[0], region, "Saudara", by=panel.coordinator, at=LATER)
    with pytest.raises(PermissionDenied):
        write_note(panel.review, VISIT, **scribe(panel))
    with pytest.raises(PermissionDenied):
        end_meeting(panel.review, by=panel.members[1].user, at=LATER)


def test_two_who_write_the_same_text_lose_nothing(panel, meeting):
    appreciate(panel.review, "Data terbuka sejak 2021.", meeting.revision, **scribe(panel))
    other = {"by": panel.members[1].user, "at": LATER}
    with pytest.raises(RefusedError, match="meeting_changed"):
        appreciate(panel.review, "Lain", meeting.revision, **other)
    client = Client()
    client.force_login(other["by"])
    typed = {"do": "appreciate", "appreciation": "Lain", "seen": meeting.revision}
    answer = client.post(place(panel.review, "meeting"), typed)
    assert answer.status_code == 422
    assert "Data terbuka sejak 2021." in answer.text
    assert ">Lain</textarea>" in answer.text


def test_what_was_asked_aloud_stands_under_who_asked_and_who_answered(panel, meeting):
    asked = note_question(
        panel.review, panel.members[1], "", "Siapa yang merawat?", **scribe(panel)
    )
    with pytest.raises(RefusedError, match="no_name"):
        note_answer(asked, "Diskominfo, sejak Mei.", " ", **scribe(panel))
    note_answer(asked, "Diskominfo, sejak Mei.", "Kepala Diskominfo", **scribe(panel))
    with pytest.raises(NotAllowedError):
        answer_question(asked, "x", by=somebody(panel.review.cycle.region, Role.VERIFIER), at=LATER)
    content = ended(panel).content
    assert content["questions"] == [
        {
            "item": "",
            "text": "Siapa yang merawat?",
            "by": "Asesor 2",
            "answer": "Diskominfo, sejak Mei.",
            "answered_as": "Kepala Diskominfo",
        }
    ]


def test_commitments_are_findings_once_the_minutes_are_made(panel, meeting):
    commit(panel.review, promise(panel), **scribe(panel))
    commit(panel.review, promise(panel), **scribe(panel))
    dropped = commit(panel.review, promise(panel, "Keliru"), **scribe(panel))
    drop_commitment(dropped, **scribe(panel))
    assert not FindingCase.objects.exists()

    made = ended(panel)
    found = FindingCase.objects.get()
    assert (found.text, found.due_on, found.item_code) == (
        "Perwal data terpadu diterbitkan",
        date(2024, 3, 31),
        "1.1",
    )
    assert made.content["commitments"][0]["number"] == found.number
    assert differing(panel.review.cycle.region) == []


@pytest.mark.parametrize("what", ["no day left", "gone agency"])
def test_a_commitment_that_can_be_no_finding_is_named_and_nothing_is_made(panel, meeting, what):
    due_on = date(2023, 11, 1) if what == "no day left" else date(2024, 3, 31)
    made = commit(panel.review, promise(panel, due_on=due_on), **scribe(panel))
    if what == "gone agency":
        Agency.objects.filter(pk=made.agency_id).update(retired_on=date(2023, 11, 2))
    attend(meeting.attendees.first(), is_present=True, **scribe(panel))
    with pytest.raises(RefusedError, match="commitment_refused") as refused:
        end_meeting(panel.review, **chairing(panel))
    assert "Perwal data terpadu" in refused.value.values["text"]
    assert standing_minutes(panel.review) is None
    assert not FindingCase.objects.exists()


def test_it_ends_once_it_began_and_somebody_came(panel):
    with pytest.raises(RefusedError, match="not_scheduled"):
        end_meeting(panel.review, **chairing(panel))
    later = Schedule(LATER + timedelta(days=1), "Command Center", "")
    meeting = schedule(panel.review, later, 0, **chairing(panel))
    with pytest.raises(RefusedError, match="not_begun"):
        end_meeting(panel.review, **chairing(panel))
    schedule(panel.review, PLAN, meeting.revision, **chairing(panel))
    with pytest.raises(RefusedError, match="nobody_present"):
        end_meeting(panel.review, **chairing(panel))


def test_after_the_minutes_nothing_is_written_until_it_is_taken_up_again(panel, meeting):
    note = write_note(panel.review, VISIT, **scribe(panel))
    commit(panel.review, promise(panel), **scribe(panel))
    first = ended(panel)
    for act in (
        lambda: drop_note(note, **scribe(panel)),
        lambda: expect(panel.review, "Ani", "", **scribe(panel)),
        lambda: appreciate(panel.review, "Baik", 1, **scribe(panel)),
        lambda: schedule(panel.review, PLAN, 1, **scribe(panel)),
        lambda: end_meeting(panel.review, **chairing(panel)),
    ):
        with pytest.raises(RefusedError, match="minutes_made"):
            act()
    with pytest.raises(RefusedError, match="needs_reason"):
        reopen_meeting(panel.review, " ", **chairing(panel))
    reopen_meeting(panel.review, "Satu komitmen terlewat", **chairing(panel))
    commit(panel.review, promise(panel, "Anggaran 2024 dinaikkan"), **scribe(panel))
    second = end_meeting(panel.review, **chairing(panel))

    assert (second.number, first.number) == (2, 1)
    assert FindingCase.objects.count() == 2
    first.refresh_from_db()
    assert [one["text"] for one in first.content["commitments"]] == [
        "Perwal data terpadu diterbitkan"
    ]
    assert differing(panel.review.cycle.region) == []


def test_pictures_come_without_what_the_camera_wrote_and_are_the_panels_until_the_minutes(
    panel, meeting, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client, page = Client(), place(panel.review, "meeting")
    client.force_login(panel.members[0].user)
    exif = Image.Exif()
    exif[0x013B] = "Budi Santoso"
    files = [
        SimpleUploadedFile("pasar.jpg", made_up.picture("JPEG", exif=exif)),
        SimpleUploadedFile("catatan.csv", b"a,b\n1,2\n"),
    ]
    typed = {
        "do": "write_note",
        "kind": "visit",
        "held_on": "2023-11-20",
        "subject": "Pasar Batang",
        "text": "Ramai",
        "file": files,
    }
    answer = client.post(page, typed, follow=True)
    assert "catatan.csv bukan foto" in answer.text
    picture = NotePicture.objects.get()
    address = place(panel.review, "note-picture", picture.pk)
    assert address in answer.text
    assert b"Budi" not in whole(client.get(address))

    reader = Client()
    reader.force_login(panel.coordinator)
    assert whole(reader.get(address))  # who holds the panel, a rehearsal
    region = panel.review.cycle.region
    other = Client()
    other.force_login(somebody(region, Role.VERIFIER))
    assert other.get(address).status_code == 404
    assert "Ramai" not in other.get(page).text
    made = ended(panel)
    assert whole(other.get(address))
    assert "Ramai" in other.get(page).text
    assert b"/Image" in minutes_pdf(made)


def test_what_was_promised_is_among_the_recommendations_of_the_result(panel, meeting):
    somebody(panel.review.cycle.region, Role.LEADER)
    commit(panel.review, promise(panel), **scribe(panel))
    ended(panel)
    for member in panel.members:
        panel.score_all(member, [300] * 5, LATER)
    conclude(panel.again(), **chairing(panel))
    result = set_result(panel.again(), **chairing(panel))
    assert [one["text"] for one in result.content["recommendations"]] == [
        "Perwal data terpadu diterbitkan"
    ]


def test_the_minutes_are_a_file_for_the_panel_and_the_region_alone(panel, meeting):
    ended(panel)
    address = place(panel.review, "minutes", 1)
    for user in (panel.members[0].user, panel.coordinator, panel.chair):
        client = Client()
        client.force_login(user)
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")


def test_the_log_names_each_field_of_a_panel_in_words(panel, meeting):
    commit(panel.review, promise(panel), **scribe(panel))
    ended(panel)
    said = {name for _, values in panels(panel.review.cycle.region) for name in values}
    assert {name for name in said if words().term("log_field", name) == name} <= {"panel"}
