"""A form whose sign-in is over by the time it comes: what was typed is kept, and sent again."""

import html
import re

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role, User
from markup import compact
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.one_database

TEXT = 'Rapat "koordinasi"\n<b>dan</b> lainnya & seterusnya'
OURS = {"origin": "http://testserver"}
FORMS = [
    ("/profil/", {"name": TEXT, "language": "id"}),
    (f"/{OWN}/orang/undang/", {"name": TEXT, "email": "x@y.example", "role": "viewer"}),
    (f"/{OWN}/pelaporan/buka/", {"reason": TEXT, "do": "open"}),
]


@pytest.fixture
def person(db):
    return somebody(begun(OWN), Role.COORDINATOR)


def browser(person=None):
    client = Client(enforce_csrf_checks=True)
    if person:
        client.force_login(person)
    client.get("/profil/")
    return client


def kept(page):
    """The fields of the form that is offered, the token apart."""
    fields = {
        **dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)),
        **dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page, re.DOTALL)),
    }
    return {k: html.unescape(v) for k, v in fields.items() if k != "csrfmiddlewaretoken"}


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_a_token_of_another_sign_in_loses_nothing(person, path, form):
    client = browser(person)
    answer = client.post(path, {**form, "csrfmiddlewaretoken": "a" * 64}, headers=OURS)
    assert answer.status_code == 403
    assert kept(answer.text) == form
    assert "<b>" not in answer.text
    assert f'action="{path}"' in answer.text
    again = client.post(path, {**form, "csrfmiddlewaretoken": token(answer.text)}, headers=OURS)
    assert again.status_code != 403


def test_what_is_sent_again_is_taken(person):
    client = browser(person)
    form = {"name": "Nama yang panjang sekali", "language": "id"}
    page = client.post("/profil/", {**form, "csrfmiddlewaretoken": "a" * 64}, headers=OURS).text
    client.post("/profil/", {**kept(page), "csrfmiddlewaretoken": token(page)}, headers=OURS)
    assert User.objects.get(pk=person.pk).name == form["name"]


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_whoever_is_signed_out_keeps_what_was_typed(person, path, form):
    client = browser(person)
    given = token(client.get("/profil/").text)
    client.cookies.pop("sessionid")
    answer = client.post(path, {**form, "csrfmiddlewaretoken": given}, headers=OURS)
    assert answer.status_code == 403
    assert kept(answer.text) == form
    assert 'href="/akun/login/" target="_blank"' in compact(answer.text)


@pytest.mark.parametrize("origin", [{"origin": "https://evil.example"}, {"origin": "null"}, {}])
def test_a_strangers_form_is_not_offered(person, origin):
    answer = browser(person).post("/profil/", {"name": TEXT}, headers=origin)
    assert answer.status_code == 403
    assert kept(answer.text) == {}
    assert "koordinasi" not in answer.text


def test_no_password_is_shown_again(person):
    form = {"login": "a@b.example", "password": "sangat rahasia sekali"}
    answer = browser().post("/akun/login/", form, headers=OURS)
    assert answer.status_code == 403
    assert "rahasia" not in answer.text
    assert 'href="/akun/login/"' in answer.text
