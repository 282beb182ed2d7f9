"""Acts on records as somebody does them through their pages."""

import html
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import User
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.actions import send_file
from kotacerdas.exchange.export import exported
from kotacerdas.wording.numbers import Language
from pages.regions import OWN
from reporting.cast import AT, Stage


def client_of(user: User) -> Client:
    """A client signed in as somebody."""
    client = Client()
    client.force_login(user)
    return client


def address(kind: str, record: int, act: str) -> str:
    return reverse("pages:act", args=[OWN, kind, record, act])


def fields(page: str) -> dict[str, str]:
    named = {
        name: re.search(r'value="([^"]*)"', tag)
        for tag, name in re.findall(r'(<input[^>]*? name="(\w+)"[^>]*>)', page, re.DOTALL)
    }
    chosen = re.findall(r'<option value="(\d+)" selected>', page)
    typed = {name: html.unescape(value[1]) for name, value in named.items() if value}
    return typed | dict.fromkeys(["into"] * len(chosen), *chosen)


def seen(client: Client, where: str, **typed: str) -> str:
    """The preview."""
    form = fields(client.get(where).text) | {"reason": "Surat Sekda 12"} | typed
    answer = client.post(where, form | {"show": "yes"})
    assert answer.status_code == 200, re.findall(r"alert\">(.*?)<", answer.text)
    return answer.text


def done(client: Client, where: str, **typed: str) -> Entry:
    page = seen(client, where, **typed)
    answer = client.post(where, fields(page) | {"confirm": "yes"})
    assert answer.status_code == 302, re.findall(r"alert\">(.*?)<", answer.text)
    return Entry.objects.filter(chain_id=OWN).latest("number")


def imported_unchanged(found: Stage) -> bool:
    """Whether the site's own export brings no change."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "buku.xlsx"
        exported(found.region, path, Language.ID)
        by = found.people.coordinator
        looked = send_file(found.region, "buku.xlsx", path.read_bytes(), by, AT)
    assert looked.preview.is_ok
    return looked.preview.is_empty
