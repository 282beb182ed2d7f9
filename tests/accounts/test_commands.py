"""The first account of a site, and the accounts of a demonstration."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kotacerdas.accounts.management.commands import createaccount
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.audit.models import Entry

LOGIN = "/akun/login/"


def create(monkeypatch, *arguments, password="rumpun-bambu-9"):  # noqa: S107 - of test people
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
    out = StringIO()
    call_command("createaccount", *arguments, "--password-stdin", stdout=out)
    return out.getvalue()


def test_the_first_account_signs_in_and_appoints(cast, monkeypatch):
    create(monkeypatch, "Satu@batang.example", "--region", "33.25", "--name", "Satu")
    client = Client()
    client.post(LOGIN, {"login": "satu@batang.example", "password": "rumpun-bambu-9"})
    assert client.get("/33.25/orang/undang/").status_code == 200
    assert Entry.objects.filter(chain="33.25", action="appointment.begin").count() == 1


def test_an_operator_is_of_an_agency(cast, monkeypatch):
    call = ("op@batang.example", "--region", "33.25", "--role", "operator")
    with pytest.raises(CommandError, match="perangkat daerah"):
        create(monkeypatch, *call)
    create(monkeypatch, *call, "--agency", "dinkes")
    assert Appointment.objects.get(user__email="op@batang.example").agency == cast.health


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a@b.example", "--region", "99.99"), "no region"),
        (("a@b.example", "--region", "33.25", "--agency", "x"), "no agency"),
        (("not an address", "--region", "33.25"), "e"),
        (("a@b.example", "--region", "33.25", "--role", "king"), "king"),
    ],
)
def test_wrong_calls_say_so_and_write_nothing(cast, monkeypatch, arguments, said):
    with pytest.raises(CommandError, match=said):
        create(monkeypatch, *arguments)
    assert User.objects.count() == 3


def test_an_easy_password_is_refused(cast, monkeypatch):
    for easy in ("", "12345678", "satu@batang.example"):
        with pytest.raises(CommandError):
            create(monkeypatch, "satu@batang.example", "--region", "33.25", password=easy)
    assert User.objects.count() == 3


def test_on_the_terminal_the_password_is_given_twice(cast, monkeypatch):
    given = iter(["rumpun-bambu-9", "rumpun-bambu-8"])
    monkeypatch.setattr(createaccount, "getpass", lambda _: next(given))
    with pytest.raises(CommandError, match="not the same"):
        call_command("createaccount", "satu@batang.example", "--region", "33.25")
    given = iter(["rumpun-bambu-9", "rumpun-bambu-9"])
    call_command("createaccount", "satu@batang.example", "--region", "33.25", stdout=StringIO())
    assert User.objects.get(email="satu@batang.example").check_password("rumpun-bambu-9")


def demo():
    out = StringIO()
    call_command("demoaccounts", "33.25", stdout=out)
    return dict(line.split()[:2] for line in out.getvalue().splitlines())


def test_demo_accounts_of_every_role_sign_in(cast, settings):
    settings.DEMO = True
    made = demo()
    roles = ("coordinator", "operator", "verifier", "evaluator", "screener", "leader", "viewer")
    assert set(made) == {f"{role}@demo.kotacerdas.invalid" for role in roles}
    for email, password in made.items():
        client = Client()
        client.post(LOGIN, {"login": email, "password": password})
        assert client.get("/33.25/orang/").status_code == 200


def test_each_call_gives_other_passwords_and_no_second_role(cast, settings):
    settings.DEMO = True
    first, second = demo(), demo()
    assert not set(first.values()) & set(second.values())
    assert Appointment.objects.filter(region=cast.batang).count() == 2 + 7


def test_there_are_no_demo_accounts_outside_a_demonstration(cast):
    with pytest.raises(CommandError, match="demo mode"):
        call_command("demoaccounts", "33.25")
    assert User.objects.count() == 3
