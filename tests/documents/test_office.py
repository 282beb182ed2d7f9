"""What looks for reasons to mend a deck finds them; tests of decks ask it of each."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from documents.invented import batang
from documents.office import faults_in
from documents.test_own_template import story
from kotacerdas.documents.evaluation_deck import evaluation_deck


@pytest.fixture(scope="module")
def made() -> bytes:
    return evaluation_deck(story(batang()))


def test_a_deck_as_it_is_made_has_nothing_to_mend(made: bytes):
    assert faults_in(made) == []


def _changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The file with one of its parts changed; a part that becomes empty is gone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            part = old.read(one)
            if one == name:
                changed = change(part.decode())
                assert changed != part.decode()
                part = changed.encode()
            if part:
                new.writestr(one, part)
    return out.getvalue()


SLIDE, SLIDE_RELATIONS = "ppt/slides/slide2.xml", "ppt/slides/_rels/slide2.xml.rels"
LIST = "ppt/presentation.xml"
DAMAGE: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a part is gone": ("ppt/charts/chart1.xml", lambda _: "", "not there"),
    "no layout": (
        SLIDE_RELATIONS,
        lambda text: re.sub(r"<Relationship [^>]*slideLayout[^>]*/>", "", text),
        "0 of slideLayout",
    ),
    "a shape's number twice": (
        SLIDE,
        lambda text: re.sub(r'cNvPr id="\d+"', 'cNvPr id="7"', text),
        "shapes have the number 7",
    ),
    "a relation that is not known": (
        SLIDE,
        lambda text: re.sub(r'r:id="rId\d+"', 'r:id="rId99"', text),
        "rId99 is used",
    ),
    "a slide's number twice": (
        LIST,
        lambda text: re.sub(r'sldId ([^>]*)id="\d+"', r'sldId \1id="256"', text),
        "slides: 256 twice",
    ),
    "fonts before the size of notes": (
        LIST,
        lambda text: re.sub(
            r"(<p:notesSz[^>]*/>)(<p:embeddedFontLst>.*</p:embeddedFontLst>)", r"\2\1", text
        ),
        "the children of presentation",
    ),
    "a section of slides that are gone": (
        LIST,
        lambda text: text.replace(
            "</p:presentation>",
            '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sldId'
            ' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" id="9999"/>'
            "</p:ext></p:extLst></p:presentation>",
        ),
        "a section names slide 9999",
    ),
    "a type without its part": (
        "[Content_Types].xml",
        lambda text: text.replace("/ppt/slides/slide2.xml", "/ppt/slides/slide200.xml"),
        "slide200.xml has a type and is not there",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_has_to_be_mended_is_found(made: bytes, damage: str):
    name, change, said = DAMAGE[damage]
    assert any(said in fault for fault in faults_in(_changed(made, name, change)))


def test_a_name_that_is_there_twice_is_found(made: bytes):
    file = io.BytesIO(made)
    with zipfile.ZipFile(file, "a") as whole, pytest.warns(UserWarning, match="Duplicate name"):
        whole.writestr("ppt/slides/slide1.xml", whole.read("ppt/slides/slide1.xml"))
    assert "ppt/slides/slide1.xml is there twice" in faults_in(file.getvalue())
