"""The PowerPoint file that a region's decks stand on: set, refused, replaced and taken back."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pptx import Presentation
from pptx.util import Inches

from documents import own_templates
from evaluation.cycles import begun_by
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import StoredFile
from kotacerdas.evaluation import template_files
from kotacerdas.evaluation.actions.cycles import set_figures_year
from kotacerdas.evaluation.models import DeckTemplate
from kotacerdas.evaluation.template_files import judge
from kotacerdas.ops.verification import all_findings
from kotacerdas.records.models import Region
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in
from reporting.files import pdf

pytestmark = pytest.mark.django_db
PAGE, DECK = f"/{OWN}/siklus/templat/", f"/{OWN}/2023/siklus/paparan/"
ACTIVE = "application/vnd.ms-office.activeX+xml"


@pytest.fixture
def client():
    found, by = begun_by(begun(OWN))
    set_figures_year(found, 2022, by=by, at=found.begun_at)
    return signed_in(by)


def send(client, data, name="Templat Batang.pptx"):
    return client.post(PAGE, {"do": "set", "file": SimpleUploadedFile(name, data)})


def width_of_deck(client):
    return Presentation(io.BytesIO(client.get(DECK).content)).slide_width


def test_the_deck_stands_on_the_template_until_it_is_taken_back(client):
    assert send(client, own_templates.dark()).status_code == 302
    assert "Templat Batang.pptx" in client.get(PAGE).text
    assert width_of_deck(client) == Inches(10)
    assert send(client, own_templates.small()).status_code == 302
    assert send(client, own_templates.small()).status_code == 302  # the same is the same
    assert not _of_templates()
    assert client.post(PAGE, {"do": "remove"}).status_code == 302
    assert not _of_templates()
    assert width_of_deck(client) == Inches(13.333)

    entries = Entry.objects.filter(action__contains="template").order_by("pk")
    assert [len(json.loads(one.changes)) for one in entries] == [1, 2, 1]
    assert DeckTemplate.objects.filter(removed_at=None).count() == 0


def _of_templates():
    """What the check of the log has to say of them."""
    return [one for one in all_findings() if one.of and "template" in one.of[0]]


def test_what_the_slides_said_is_not_stored(client):
    send(client, own_templates.dark())
    file = StoredFile.objects.get(kind=template_files.KIND)
    with file.content.open() as stored:
        names = zipfile.ZipFile(io.BytesIO(stored.read())).namelist()

    assert not [name for name in names if name.startswith("ppt/slides/")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (pdf(), "rusak"),
        (own_templates.linked_outside(), "luar.example"),
        (own_templates.with_part(ACTIVE, "/ppt/activeX1.xml"), "makro"),
        (own_templates.with_part("application/x-ole", "/ppt/embeddings/o.bin"), "o.bin"),
        (own_templates.saved(Presentation())[:-400], "rusak"),
    ],
    ids=["empty", "pdf", "outside", "active", "ole", "cut"],
)
def test_what_is_refused_is_said_and_nothing_is_left(client, data, words):
    page = send(client, data)

    assert page.status_code == 422
    assert words in page.text
    assert not DeckTemplate.objects.exists()
    assert not StoredFile.objects.filter(kind=template_files.KIND).exists()


def test_a_workbook_is_no_template():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    answer = judge(file.getvalue(), name="a.pptx")

    assert answer.value["refused"] == "presenting.template_not_pptx"


def test_what_is_too_large_is_not_opened(client, monkeypatch):
    monkeypatch.setattr(template_files, "MOST_BYTES", 1000)
    page = send(client, own_templates.dark())

    assert page.status_code == 422
    assert "melebihi" in page.text


def test_nobody_else_sets_one(client):
    region = Region.objects.get(code=OWN)
    for role in (Role.VERIFIER, Role.OPERATOR, Role.LEADER):
        other = signed_in(somebody(region, role))
        assert send(other, own_templates.dark()).status_code == 403
    assert not DeckTemplate.objects.filter(region=region).exists()
