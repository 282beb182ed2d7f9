"""Figures that may be in another unit are written once somebody confirmed them."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from exchange.site import alerts, coordinator, issues, nothing_written, sent
from exchange.test_confirmed_imports import confirmed
from kotacerdas.plan.models import Budget
from kotacerdas.records.models import Region
from pages.regions import OWN, sheets_of
from workbook.builder import Sheets, put, xlsx

pytestmark = pytest.mark.django_db


def _millions() -> Sheets:
    return put(sheets_of(OWN), "Budget!D2", 18_755)


def _fraction() -> Sheets:
    return put(put(sheets_of(OWN), "Indicators!E2", "%"), "Realisation!F3", 0.085)


def _part() -> Sheets:
    return put(sheets_of(OWN), "Budget!E2", 16_504.5)


ASKED = {"millions": _millions(), "fraction": _fraction(), "part of a rupiah": _part()}


@pytest.mark.parametrize("sheets", ASKED.values(), ids=ASKED)
def test_the_page_asks_and_writes_only_what_was_confirmed(sheets: Sheets):
    client: Client = coordinator()
    address = sent(client, xlsx(sheets))
    page = client.get(address).text
    assert len(issues(page)) >= 1
    assert 'name="confirmed"' in page
    with nothing_written():
        answer = confirmed(client, address)
    assert answer.status_code == 422
    assert "centang bahwa angkanya benar" in alerts(answer.text)[0]

    assert confirmed(client, address, confirmed="on").status_code == 302


def test_nothing_is_asked_of_a_file_without_such_figures():
    client = coordinator()
    address = sent(client, xlsx(put(sheets_of(OWN), "Programmes!B2", "Berganti nama")))
    assert 'name="confirmed"' not in client.get(address).text
    assert confirmed(client, address).status_code == 302


def test_the_command_takes_them_when_it_is_told_to(tmp_path, capsys):
    file = tmp_path / "buku.xlsx"
    file.write_bytes(xlsx(_millions()))
    with pytest.raises(CommandError, match="--confirm-warnings"):
        call_command("load", str(file))
    assert not Region.objects.exists()

    call_command("load", str(file), "--confirm-warnings")
    assert Budget.objects.get().ceiling == 18_755
