"""A site gets its owner by a link that works once, and the owner alone begins regions."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.cast import NOW, PASSWORD, person, signed_in
from accounts.owners_at_once import use_one_link
from kotacerdas.accounts.closing import close_account, close_account_from_the_server, open_account
from kotacerdas.accounts.models import Appointment, OwnerLink, User
from kotacerdas.accounts.ownership import begin_site, give_demonstration, new_owner_link, take_site
from kotacerdas.accounts.regions import begin_region
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.ops.verification import account_findings, state_findings
from kotacerdas.outbox.models import Letter
from kotacerdas.records.area_codes import Area, areas, matching
from kotacerdas.records.models import Region
from reporting.processes import environment, run

PEKALONGAN = Area("33.26", "Kabupaten Pekalongan", "regency", "33")
ACCOUNT = {"email": "Siti@Pekalongan.example", "name": "Siti", "password": PASSWORD}
REGION = PEKALONGAN._asdict() | {
    "coordinator_email": "kartika@pekalongan.example",
    "coordinator_name": "Kartika",
}
SITE, NEW = "/situs/", "/situs/daerah/baru/"


def link() -> str:
    token = new_owner_link(NOW)
    assert token is not None
    return reverse("accounts:own-site", args=[token])


def refused(act) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        act()
    return error.value


@pytest.fixture
def owner(db) -> User:
    user = person("siti@pekalongan.example", "Siti")
    give_demonstration(user, NOW)
    return user


def test_the_link_makes_an_owner_who_is_signed_in(db):
    client, address = Client(), link()
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(address, ACCOUNT)

    assert answer.url == SITE
    user = User.objects.get(is_owner=True)
    assert user.email == "siti@pekalongan.example"
    assert user.emailaddress_set.get().verified
    assert client.get("/", follow=True).redirect_chain == [(SITE, 302)]
    acts = Entry.objects.filter(chain="site").values_list("action", "actor")
    assert ("owner.begin", user.email) in acts
    assert not list(account_findings(["site"]))


def test_a_new_site_says_where_to_begin(db):
    login = reverse("account_login")
    assert "belum punya pemilik" in Client().get("/", follow=True).text
    Client().post(link(), ACCOUNT)
    assert "belum punya pemilik" not in Client().get(login).text


def test_only_the_hash_of_the_token_is_stored(db):
    token = link().split("/")[-2]

    assert token not in str(OwnerLink.objects.values())


def test_a_used_link_says_so_even_in_a_second_tab(db):
    address = link()
    tabs = Client(), Client()
    for tab in tabs:
        tab.get(address)
    assert tabs[0].post(address, ACCOUNT).status_code == 302
    other = tabs[1].post(address, ACCOUNT | {"email": "lain@pekalongan.example"})

    assert other.status_code == 410
    assert "sudah dipakai" in other.text
    assert "sudah dipakai" in Client().get(address).text
    assert User.objects.get().email == "siti@pekalongan.example"
    assert new_owner_link(NOW) is None


@pytest.mark.django_db(transaction=True)
def test_of_four_tabs_at_once_one_makes_the_owner(tmp_path):
    if connection.vendor == "sqlite":
        code, out = run("accounts.owners_at_once", [], environment(tmp_path))
        assert code == 0, out
        found = json.loads(out)
    else:
        found = use_one_link()
    assert found == {"owners": [1] * 5, "refused": ["owner.link_used"], "failed": []}


def test_a_newer_link_replaces_the_one_before(db):
    first, second = link(), link()

    assert "bukan yang terbaru" in Client().get(first).text
    assert Client().post(first, ACCOUNT).status_code == 410
    assert Client().post(second, ACCOUNT).status_code == 302


@pytest.mark.parametrize("password", ["12345678", "siti@pekalongan", ""])
def test_the_password_is_as_strong_as_everywhere(db, password):
    page = Client().post(link(), ACCOUNT | {"password": password})

    assert page.status_code == 200
    assert "field-error" in page.text
    assert not User.objects.exists()


def test_the_link_takes_over_no_account(cast):
    page = Client().post(link(), ACCOUNT | {"email": cast.coordinator.email})

    assert "Masuk dulu" in page.text
    assert not User.objects.filter(is_owner=True).exists()
    assert cast.coordinator.check_password(PASSWORD)


def test_whoever_is_signed_in_becomes_the_owner(cast):
    client, address = signed_in(cast.coordinator), link()
    assert "Sri Wahyuni" in client.get(address).text
    assert client.post(address).url == SITE
    cast.coordinator.refresh_from_db()

    assert cast.coordinator.is_owner
    assert refused(lambda: take_site("x", cast.operator, NOW)).key == "owner.link_used"


def test_an_owner_whose_account_is_closed_makes_room_for_another(owner):
    close_account_from_the_server(owner, NOW, "pindah tugas")

    token = new_owner_link(NOW)
    assert token is not None
    begin_site(token, email="baru@pekalongan.example", name="Baru", password=PASSWORD, at=NOW)
    owner.refresh_from_db()
    assert not owner.is_owner


def test_a_coordinator_closes_and_reopens_no_owner(cast):
    give_demonstration(cast.operator, NOW)
    close = {"by": cast.coordinator, "at": NOW, "reason": "x"}

    error = refused(lambda: close_account(cast.operator, cast.batang, **close))
    assert error.key == "people.roles_elsewhere"
    close_account_from_the_server(cast.operator, NOW, "x")
    assert not open_account(cast.operator, cast.batang, **close).is_owner


def test_the_owner_begins_a_region_and_names_its_coordinator(owner):
    client = signed_in(owner)
    form = client.get(f"{NEW}?kode=33.26").text
    for value in PEKALONGAN:
        assert f'value="{value}"' in form
    client.post(NEW, REGION)

    region = Region.objects.get()
    assert (region.code, region.name, region.level, region.parent) == PEKALONGAN
    held = Appointment.objects.get(region=region)
    assert (held.user.email, held.role) == ("kartika@pekalongan.example", "coordinator")
    letter = Letter.objects.get()
    assert letter.to == held.user.email
    assert "/akun/password/reset/key/" in letter.body
    page = client.get(SITE).text
    assert "Kabupaten Pekalongan" in page
    assert "Kartika" in page
    [entry] = Entry.objects.filter(chain=region.code)
    assert (entry.action, entry.actor) == ("region.begin", owner.email)
    assert not list(state_findings(region))
    assert not list(account_findings(["site", region.code]))


def test_an_owner_may_coordinate_and_goes_on_to_the_region(owner):
    answer = signed_in(owner).post(NEW, REGION | {"coordinator_email": owner.email})

    assert answer.url == "/33.26/langkah/"
    assert Appointment.objects.get().user == owner


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"code": "33/26"}, "tidak dapat dipakai"),
        ({"code": "situs"}, "tidak dapat dipakai"),
        ({"parent": "jateng"}, "tidak dapat dipakai"),
        ({"level": "desa"}, "field-error"),
        ({"name": ""}, "field-error"),
        ({"coordinator_email": "kartika"}, "field-error"),
        ({"code": "34.04"}, "sudah dipakai Kabupaten Sleman"),
    ],
)
def test_what_can_be_no_region_is_told(cast, wrong, told):
    give_demonstration(cast.coordinator, NOW)
    page = signed_in(cast.coordinator).post(NEW, REGION | wrong)

    assert page.status_code == 200
    assert told in page.text
    assert Region.objects.count() == 2
    assert not Letter.objects.exists()


def test_a_closed_account_coordinates_no_new_region(cast):
    give_demonstration(cast.coordinator, NOW)
    close_account_from_the_server(cast.operator, NOW, "pensiun")
    page = signed_in(cast.coordinator).post(
        NEW, REGION | {"coordinator_email": cast.operator.email}
    )

    assert "sudah ditutup" in page.text
    assert Region.objects.count() == 2


def test_nobody_but_the_owner_begins_regions(cast):
    give_demonstration(cast.coordinator, NOW)
    client = signed_in(cast.stranger)
    for answer in (client.get(SITE), client.get(NEW), client.post(NEW, REGION)):
        assert answer.status_code == 403
        assert "untuk pemilik situs" in answer.text
    assert "/situs/" not in client.get("/profil/").text
    with pytest.raises(NotAllowedError):
        begin_region(
            PEKALONGAN,
            coordinator_email="x@batang.example",
            coordinator_name="X",
            by=cast.stranger,
            at=NOW,
        )


def test_the_owner_reads_no_region_without_a_role(owner, cast):
    client = signed_in(owner)

    assert client.get("/33.25/orang/").status_code == 404
    assert "/situs/" in client.get("/profil/").text


def test_the_list_of_codes_is_searched_by_code_and_by_words(owner):
    assert len(areas()) == 552
    assert [one.code for one in matching("pekalongan")] == ["33.26", "33.75"]
    assert matching("33.75") == [Area("33.75", "Kota Pekalongan", "city", "33")]
    assert matching("33")[0] == Area("33", "Jawa Tengah", "province", "")
    assert matching(" ") == []
    part = signed_in(owner).get(f"{NEW}?q=jawa", headers={"HX-Request": "true"}).text
    assert part.count("<li>") == 3
    assert "<html" not in part
    assert "Tidak ada yang cocok" in signed_in(owner).get(f"{NEW}?q=atlantis").text


def test_a_demonstration_has_an_owner_and_one_click_begins_an_empty_region(cast, settings):
    settings.DEMO = True
    Region.objects.update(parent="33")
    call_command("demoaccounts", "33.25", stdout=StringIO())
    call_command("demoaccounts", "33.25", stdout=StringIO())
    client = signed_in(User.objects.get(is_owner=True))
    form = re.search(
        r'<form method="post" action="/situs/daerah/baru/".*?</form>',
        client.get(SITE).text,
        re.DOTALL,
    )
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))

    assert client.post(NEW, fields).url == "/33.01/langkah/"
    assert client.get("/33.01/langkah/").status_code == 200
