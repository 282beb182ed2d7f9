"""The stylesheet of an edition: linked by the pages of a year, without a sign-in, kept for long."""

import re

from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Role
from kotacerdas.frameworks.loading import load
from pages.regions import OWN, begun, somebody


def test_a_page_links_the_colours_of_its_edition(db):
    client = Client()
    client.force_login(somebody(begun(OWN), Role.VIEWER))
    page = client.get(f"/{OWN}/2022/").text
    [address] = re.findall(r'href="(/edisi/[^"]+)"', page)

    style = Client().get(address)
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in style.headers["Cache-Control"]
    for dimension in load("gsc-2021").dimensions:
        assert f".c-{dimension.code} {{ color: {dimension.light}; }}" in style.text
        assert f"] .c-{dimension.code} {{ color: {dimension.dark}; }}" in style.text
        assert f'<span class="c-{dimension.code}"><svg' in page


def test_there_is_no_stylesheet_of_another_version_or_edition(db):
    for edition, version in (("gsc-2021", "0" * 12), ("gsc-1999", "0" * 12)):
        assert (
            Client().get(reverse("pages:edition-style", args=[edition, version])).status_code == 404
        )
