"""The guide: every page has its chapter, every picture is there, and its terms are the pages'."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import get_resolver

from kotacerdas.accounts.models import Role
from kotacerdas.core.terms import EXPLAINED
from kotacerdas.core.words import words
from kotacerdas.pages.guide import CHAPTERS, PICTURES, guide_address, guide_as_page
from kotacerdas.wording.numbers import Language
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in

GUIDE = Path(__file__).parents[2] / "docs" / "panduan.md"


def views(resolver=None, namespace: str = "") -> list[str]:
    names = []
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            names += views(one, f"{one.namespace}:" if one.namespace else namespace)
        elif one.name:
            names.append(namespace + one.name)
    return names


def test_every_page_leads_to_a_chapter_that_is_there():
    places = {place for place, _ in guide_as_page().chapters}
    named = [chapter for chapter, _ in CHAPTERS]
    assert set(named) <= places
    assert places - set(named) == {"istilah"}
    for view in views():
        address = guide_address(view)
        assert address.partition("#")[2] in places | {""}, view
    assert guide_address("reporting:queue").endswith("#verifikasi")
    assert guide_address("pages:plan-grid").endswith("#isi-rencana")


def test_its_pictures_are_among_the_static_files():
    named = re.findall(r"!\[[^]]+\]\((\S+)\)", GUIDE.read_text("utf-8"))
    assert len(named) > 5
    for name in named:
        assert (GUIDE.parent / name).is_file(), name
        assert finders.find(f"{PICTURES}/{Path(name).name}"), name


def test_its_terms_are_those_that_pages_explain():
    say = words(Language.ID)
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert rows[1:] == [(say(f"explained.{one}"), say(f"explained_as.{one}")) for one in EXPLAINED]


@pytest.mark.django_db
def test_it_opens_by_itself_and_from_a_page_at_its_chapter():
    client = signed_in(somebody(begun(OWN), Role.COORDINATOR))
    guide = client.get("/panduan/").text
    assert 'id="verifikasi"' in guide
    assert 'id="istilah-serapan"' in guide
    for path, chapter in (("2022/hasil/", "hasil-dan-penerbitan"), ("catatan/", "catatan-dan-")):
        assert f'href="/panduan/#{chapter}' in client.get(f"/{OWN}/{path}").text
    assert 'href="/panduan/#istilah-capaian-program"' in client.get(f"/{OWN}/2022/").text
