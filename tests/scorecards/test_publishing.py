"""A publication is an act that can be undone, with a reason, and done again."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.ops.verification import state_findings
from kotacerdas.records.actions import mark_stale
from kotacerdas.scorecards.actions import (
    publish_run,
    refresh_scorecards,
    take_back_publication,
)
from kotacerdas.scorecards.models import Publication, Run
from kotacerdas.scorecards.selectors import publication_of
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db
REASON = "Salah hasil"


@pytest.fixture
def region():
    return begun(OWN)


@pytest.fixture
def by(region):
    return somebody(region, Role.COORDINATOR)


def two_runs(region):
    first = Run.objects.get(region=region, year=2022, basis="verified")
    Run.objects.filter(pk=first.pk).update(version="0")  # so the next is not the same again
    mark_stale(region, 0, AT)
    refresh_scorecards(region, AT)
    return first, Run.objects.filter(region=region, year=2022, basis="verified").latest("pk")


def shown(region):
    found = publication_of(region, 2022)
    return found and found.run


def differences(region):
    """Between the publications that there are and what follows from the log."""
    return [one for one in state_findings(region) if one.of[0] == "scorecards.publication"]


def test_undone_the_one_before_is_shown_again_and_none_where_there_was_none(region, by):
    first, second = two_runs(region)
    publish_run(first, by, AT, REASON)
    publish_run(second, by, AT, REASON)
    assert take_back_publication(second, by, AT, REASON) == first
    assert shown(region) == first
    entry = Entry.objects.filter(chain=OWN).latest("number")
    assert (entry.action, entry.reason) == ("publish.undo", REASON)

    with pytest.raises(RefusedError, match="not_shown"):
        take_back_publication(second, by, AT, REASON)
    take_back_publication(first, by, AT, REASON)  # which undoes the undoing
    assert shown(region) == second
    assert Publication.objects.filter(until_entry=None).count() == 1
    assert not differences(region)


def test_the_first_publication_undone_leaves_none(region, by):
    run, _ = two_runs(region)
    publish_run(run, by, AT, REASON)
    assert take_back_publication(run, by, AT, REASON) is None
    assert shown(region) is None
    assert not differences(region)


def test_the_page_asks_says_what_is_shown_then_and_wants_a_reason(region, by):
    first, second = two_runs(region)
    client = Client()
    client.force_login(by)
    publish_run(first, by, AT, REASON)
    publish_run(second, by, AT + timedelta(hours=1), REASON)
    address = f"/{OWN}/hasil/{second.pk}/tarik/"
    assert f'href="{address}"' in client.get(f"/{OWN}/2022/hasil/").text
    assert f"Hasil {first}, yang terbit sebelumnya, tampil kembali" in client.get(address).text
    answer = client.post(address, {"reason": " "})
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.text
    assert shown(region) == second
    page = client.post(address, {"reason": REASON}, follow=True).text
    assert f"Penerbitan hasil {second} dibatalkan" in page
    assert shown(region) == first
    assert client.get(address).status_code == 302


def test_what_is_published_is_not_published_again(region, by):
    first, second = two_runs(region)
    publish_run(first, by, AT, REASON)
    publish_run(second, by, AT, REASON)
    client = Client()
    client.force_login(by)
    asked = {"reason": REASON, "replacing": first.pk}
    page = client.post(f"/{OWN}/hasil/{second.pk}/terbit/", asked).text
    assert f"Hasil {second} sudah terbit." in page
    assert take_back_publication(second, by, AT, REASON) == first


def test_publishing_asks_says_what_it_did_and_is_undone_from_the_notice(region, by):
    run, _ = two_runs(region)
    client = Client()
    client.force_login(by)
    unverified = Run.objects.filter(region=region, year=2022, basis="reported").latest("pk")
    address = "/33.25/hasil/{}/terbit/"
    page = client.post(address.format(unverified.pk), {"reason": REASON}).text
    assert "Hanya hasil terverifikasi yang dapat diterbitkan." in page

    page = client.get(address.format(run.pk)).text
    assert "Belum ada hasil 2022 yang terbit." in page
    assert "belum terverifikasi</strong> dan tidak dihitung di sini" in page
    assert "Tulis alasannya" in client.post(address.format(run.pk), {"replacing": 0}).text
    assert shown(region) is None

    asked = {"reason": REASON, "replacing": 0}
    page = client.post(address.format(run.pk), asked, follow=True).text
    assert f"Hasil {run} terbit sebagai hasil resmi 2022." in page
    assert shown(region) == run
    undo = re.search(r'<form method="post" action="([^"]+)" class="undo"', page)[1]
    reason = re.search(r'name="reason"\s+value="([^"]+)"', page)[1]
    client.post(undo, {"reason": reason})
    assert shown(region) is None


def test_who_saw_another_publication_is_asked_again(region, by):
    first, second = two_runs(region)
    client = Client()
    client.force_login(by)
    publish_run(first, by, AT, REASON)
    asked = {"reason": REASON, "replacing": 0}
    page = client.post(f"/{OWN}/hasil/{second.pk}/terbit/", asked)
    assert page.status_code == 422
    assert "Hasil lain terbit sejak Anda membuka halaman ini" in page.text
    assert f"menggantikan Hasil {first}" in page.text
    assert shown(region) == first
