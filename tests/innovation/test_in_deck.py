"""Innovations that a coordinator puts in the deck: what a run has of them, and their pictures."""

import io
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from innovation.adding import POSYANDU, RONDA, add
from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core import stored_files
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import RowEvidence
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.workbook.innovations import MOST_IN_DECK
from markup import compact
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db
BULK = f"/{OWN}/isi/inovasi/massal/"
DECK = f"/{OWN}/2022/unduh/pptx/"


@pytest.fixture
def region() -> Region:
    return begun(OWN)


@pytest.fixture
def coordinator(region: Region) -> User:
    return somebody(region, Role.COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def put(client: Client, *innovations: Innovation, answer: str = "yes") -> int:
    """As a coordinator puts them in the deck: the form, then what it asks to be seen first."""
    picks = [one.pk for one in innovations]
    form = client.post(BULK, {"pick": picks, "only": "in_deck"})
    sent = {"pick": picks, "column": "in_deck", "f:in_deck": answer, "do": "save"}
    sent["base"] = form.context["base"]
    saved = client.post(BULK, sent)
    if saved.status_code == 200:
        sent |= {"digest": saved.context["saving"]["digest"], "reason": "untuk rapat"}
        saved = client.post(BULK, sent)
    return saved.status_code


def slides(client: Client, query: str = "") -> list[Any]:
    deck = Presentation(io.BytesIO(client.get(DECK + query).content))
    return [one for one in deck.slides if one.shapes.title.text in {RONDA[0], POSYANDU[0]}]


def has_picture(slide: Any) -> bool:
    return any(one.shape_type == MSO_SHAPE_TYPE.PICTURE for one in slide.shapes)


def give_picture(by: User, to: Innovation, seen_by: str, at: datetime = AT) -> Evidence:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    digest = sha256(out.getvalue()).hexdigest()
    stored_files.store("evidence/foto", out.getvalue(), digest)
    file, _ = StoredFile.objects.get_or_create(
        region=to.region, sha256=digest, kind="png", size=9, content="evidence/foto"
    )
    piece = Evidence.objects.create(
        region=to.region, file=file, title="foto.png", seen_by=seen_by, added_by=by, added_at=at
    )
    RowEvidence.objects.create(evidence=piece, innovation=to, named="foto")
    return piece


def test_what_was_chosen_has_a_slide_from_the_next_run_on(client: Client, region: Region):
    ronda, posyandu = add(region, x1=RONDA, x2=POSYANDU)
    refresh_scorecards(region, timezone.now())
    assert not slides(client)
    page = client.get(f"/{OWN}/2022/inovasi/").text
    assert 'value="in_deck"' in page
    assert 'value="in_deck"' in client.get(f"/{OWN}/2022/inovasi/x1/").text
    before = client.get(f"/{OWN}/2022/inovasi/").context["page"].run.pk
    assert put(client, ronda, posyandu) == 302
    refresh_scorecards(region, timezone.now())
    assert [one.shapes.title.text for one in slides(client)] == [RONDA[0], POSYANDU[0]]
    assert not slides(client, f"?hasil={before}")
    assert "slaid sendiri" in client.get(f"/{OWN}/2022/inovasi/x1/").text
    assert put(client, ronda, answer="no") == 302
    refresh_scorecards(region, timezone.now())
    assert [one.shapes.title.text for one in slides(client)] == [POSYANDU[0]]


def test_more_than_a_deck_takes_is_refused(client: Client, region: Region):
    own = add(region, **{f"x{at}": (f"Nama {at}", "") for at in range(MOST_IN_DECK + 1)})
    assert put(client, *own) == 422
    assert not Innovation.objects.filter(in_deck=True).exists()
    assert put(client, *own[:MOST_IN_DECK]) == 302
    refused = client.post(BULK, {"pick": own[-1].pk, "only": "in_deck"})
    sent = {"pick": own[-1].pk, "column": "in_deck", "f:in_deck": "yes", "do": "save"}
    refused = client.post(BULK, sent | {"base": refused.context["base"]})
    assert refused.status_code == 422
    assert "lebih dari 12" in compact(refused.text)


def test_only_who_keeps_the_records_chooses(client: Client, region: Region):
    add(region, x1=RONDA)
    refresh_scorecards(region, timezone.now())
    client.force_login(somebody(region, Role.LEADER))
    assert 'value="in_deck"' not in client.get(f"/{OWN}/2022/inovasi/x1/").text
    assert client.post(BULK, {"pick": 1, "only": "in_deck"}).status_code == 403


@pytest.mark.parametrize("seen_by", Seen)
def test_the_picture_that_everybody_may_see_is_on_the_slide(
    client: Client, coordinator: User, region: Region, seen_by: str
):
    (ronda,) = add(region, x1=RONDA)
    put(client, ronda)
    piece = give_picture(coordinator, ronda, seen_by)
    refresh_scorecards(region, timezone.now())
    assert [has_picture(one) for one in slides(client)] == [seen_by == Seen.PUBLIC]
    Evidence.objects.filter(pk=piece.pk).update(removed_at=timezone.now())
    assert [has_picture(one) for one in slides(client)] == [False]


def test_a_picture_that_came_after_a_run_is_not_in_its_deck(
    client: Client, coordinator: User, region: Region
):
    (ronda,) = add(region, x1=RONDA)
    put(client, ronda)
    refresh_scorecards(region, timezone.now())
    give_picture(coordinator, ronda, Seen.PUBLIC, timezone.now() + timedelta(hours=1))
    assert [has_picture(one) for one in slides(client)] == [False]


def test_a_damaged_picture_leaves_the_deck_without_it(
    client: Client, coordinator: User, region: Region
):
    (ronda,) = add(region, x1=RONDA)
    put(client, ronda)
    give_picture(coordinator, ronda, Seen.PUBLIC)
    StoredFile.objects.update(sha256="0" * 64)
    refresh_scorecards(region, timezone.now())
    assert [has_picture(one) for one in slides(client)] == [False]


def test_the_catalogue_has_the_picture_that_everybody_may_see(
    client: Client, coordinator: User, region: Region
):
    (ronda,) = add(region, x1=RONDA)
    address = f"/{OWN}/inovasi/galeri/katalog/"
    give_picture(coordinator, ronda, Seen.AGENCY)
    without = client.get(address).content
    assert b"/Subtype/Image" not in without.replace(b" ", b"")
    give_picture(coordinator, ronda, Seen.PUBLIC)
    assert b"/Subtype/Image" in client.get(address).content.replace(b" ", b"")
