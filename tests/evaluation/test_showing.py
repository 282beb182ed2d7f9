"""What assessors will not see is said at the item and before a stage is submitted, and shown."""

import json
import re
from datetime import date

import pytest

from evaluation.cycles import NOW, begun_by, command_on
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import add_link
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.evaluation.actions.showing import hide_again, show_to_assessors
from kotacerdas.evaluation.actions.uses import use
from kotacerdas.evaluation.hidden import hidden_uses
from kotacerdas.evaluation.models import Use
from kotacerdas.ops.verification import state_findings
from pages.acting import client_of
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.django_db
SAID = "tidak terlihat oleh asesor"


def rested(cycle, by, code, name, **more):
    """An item rests on a piece of that name, brought for it."""
    piece = add_link(
        command_on(cycle, code, by), f"https://a.example/{name}", name, date(2023, 5, 1)
    )
    Evidence.objects.filter(pk=piece.pk).update(**more)
    return use(command_on(cycle, code, by), piece)


@pytest.fixture
def cycle():
    """Two items with a new piece each, one of it personal, and one that assessors see."""
    found, by = begun_by(begun(OWN))
    for code, name, more in (
        ("2.1", "perbup", {}),
        ("2.2", "absen", {"is_personal": True}),
        ("2.2", "sk", {"seen_by": Seen.ASSESSORS}),
    ):
        rested(found, by, code, name, **more)
    return found, by


def titles(cycle):
    return [one.evidence.title for one in hidden_uses(item__cycle=cycle)]


def test_the_item_says_it_and_one_press_shows_the_piece(cycle):
    found, by = cycle
    client, address = client_of(by), f"/{OWN}/2023/bundel/2.1/"
    assert SAID in client.get(address).text
    piece = Use.objects.get(evidence__title="perbup")
    answer = client.post(address, {"do": "show", "use": piece.pk})

    assert (answer.status_code, answer.url) == (302, f"{address}#bukti")
    assert titles(found) == ["absen"]
    assert SAID not in client.get(address).text
    entry = Entry.objects.order_by("-number").first()
    [said] = json.loads(entry.changes)
    assert entry.action == "evidence.visibility"
    assert (said["before"], said["after"]) == ({"seen_by": "agency"}, {"seen_by": "assessors"})
    kept = ("casework.evidence", piece.evidence_id)
    assert not [one for one in state_findings(found.region) if one.of[:2] == kept]


def test_a_personal_piece_is_decided_on_its_own_page(cycle):
    found, by = cycle
    client, address = client_of(by), f"/{OWN}/2023/bundel/2.2/"
    page = client.get(address).text
    piece = Use.objects.get(evidence__title="absen")
    assert page.count(SAID) == 1
    assert 'value="show"' not in page
    assert f"/bukti/{piece.evidence_id}/" in page
    client.post(address, {"do": "show", "use": piece.pk})
    assert titles(found) == ["perbup", "absen"]


def test_a_copy_that_assessors_see_stands_for_its_original(cycle):
    found, by = cycle
    original = Evidence.objects.get(title="absen")
    copy = rested(found, by, "2.2", "absen-tanpa-nama", redacted_of=original)
    assert titles(found) == ["perbup", "absen", "absen-tanpa-nama"]
    Evidence.objects.filter(pk=copy.evidence_id).update(seen_by=Seen.ASSESSORS)
    assert titles(found) == ["perbup"]


def test_all_are_shown_before_the_stage_is_submitted(cycle):
    found, by = cycle
    client, address = client_of(by), f"/{OWN}/2023/siklus/"
    page = client.get(address).text
    assert "2 bukti dukung tidak akan terlihat oleh asesor" in page
    assert f"/{OWN}/2023/bundel/2.1/#bukti" in page
    assert client.post(address, {"do": "show"}).status_code == 302

    assert titles(found) == ["absen"]
    assert "1 bukti dukung tidak akan terlihat oleh asesor" in client.get(address).text
    assert show_to_assessors(found, by=by, at=NOW) == []


def undo_on(client, address):
    """The fields of the button that takes back what the page says was done."""
    page = client.get(address).text
    [form] = re.findall(
        rf'<form[^>]*action="{address}"[^>]*class="undo".*?</form>', page, re.DOTALL
    )
    return dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form))


@pytest.mark.parametrize("where", ["bundel/2.1", "siklus"])
def test_what_was_shown_is_hidden_again_by_the_notice(cycle, where):
    found, by = cycle
    rested(found, by, "2.1", "peta")
    client, address = client_of(by), f"/{OWN}/2023/{where}/"
    piece = Use.objects.get(evidence__title="perbup")
    client.post(address, {"do": "show", "use": piece.pk})
    undo = undo_on(client, address)
    Evidence.objects.filter(title="peta").update(seen_by=Seen.PUBLIC)  # since then, by somebody
    assert client.post(address, undo).status_code == 302

    assert titles(found) == ["perbup", "absen"]
    assert Evidence.objects.get(title="sk").seen_by == Seen.ASSESSORS  # as it was before
    assert Evidence.objects.get(title="peta").seen_by == Seen.PUBLIC
    entry = Entry.objects.order_by("-number").first()
    [said] = json.loads(entry.changes)
    assert (said["before"], said["after"]) == ({"seen_by": "assessors"}, {"seen_by": "agency"})
    kept = ("casework.evidence", piece.evidence_id)
    assert not [one for one in state_findings(found.region) if one.of[:2] == kept]
    assert 'class="undo"' not in client.get(address).text  # said once
    client.post(address, undo)  # once more changes nothing
    assert Entry.objects.order_by("-number").first().number == entry.number


def test_nothing_of_another_cycle_is_hidden(cycle):
    _, by = cycle
    Use.objects.filter(evidence__title="sk").delete()
    loose = Evidence.objects.get(title="sk").pk
    named = {"do": "hide", "pieces": f"{loose} x -1 {'9' * 21}"}
    client_of(by).post(f"/{OWN}/2023/siklus/", named)
    assert Evidence.objects.get(pk=loose).seen_by == Seen.ASSESSORS


def test_only_who_prepares_the_evaluation_shows_them(cycle):
    found, _ = cycle
    operator = somebody(found.region, Role.OPERATOR)
    with pytest.raises(NotAllowedError):
        show_to_assessors(found, by=operator, at=NOW)
    assert len(titles(found)) == 2
    shown = Evidence.objects.get(title="sk")
    with pytest.raises(NotAllowedError):
        hide_again(found, [shown.pk], by=operator, at=NOW)
    shown.refresh_from_db()
    assert shown.seen_by == Seen.ASSESSORS
