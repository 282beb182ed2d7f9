"""Operators of many agencies are invited at once, once, and all or none."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kotacerdas.accounts.actions import appoint_from_the_server, invite
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.ops.verification import account_findings, state_findings
from kotacerdas.outbox.models import Letter
from kotacerdas.records.models import Agency, Region
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody
from pages.test_access import signed_in

PAGE = f"/{OWN}/langkah/operator/"
MANY = 41
SHARED = "umum@batang.example"


@pytest.fixture
def region(db) -> Region:
    """41 agencies beside the first: three share an address, two have none, one a wrong one."""
    sheets = sheets_of(OWN)
    emails = [SHARED] * 3 + [None, None, "tidak ada"]
    emails += [f"dinas{number}@batang.example" for number in range(6, MANY)]
    rows = [[f"opd{number}", f"Dinas {number:02}", email] for number, email in enumerate(emails)]
    [head, first] = sheets["Agencies"]
    assert head == ["code", "name"]
    sheets["Agencies"] = [[*head, "email"], [*first, None], *rows]
    head, programme = sheets["Programmes"]
    code, lead = head.index("code"), head.index("agency")
    for number in range(MANY):
        copy = [*programme]
        copy[code], copy[lead] = f"q{number}", f"opd{number}"
        sheets["Programmes"].append(copy)
    return begun(OWN, sheets)


@pytest.fixture
def coordinator(region) -> User:
    role = Appointment(region=region, role=Role.COORDINATOR, from_at=AT)
    return appoint_from_the_server(role, "kartika@batang.example", "Kartika", AT)


def agency(number: int) -> Agency:
    return Agency.objects.get(code=f"opd{number}")


def form(*numbers: int, **more: object) -> dict[str, object]:
    """What the page sends with these chosen and nothing typed."""
    every = {f"known-{one.pk}": one.email for one in Agency.objects.all()}
    return {"agency": [agency(number).pk for number in numbers]} | every | more


def operators() -> list[str]:
    held = Appointment.objects.filter(role=Role.OPERATOR).order_by("pk")
    return [one.user.email for one in held.select_related("user")]


def test_the_page_proposes_whom_it_can_write_to(coordinator):
    page = compact(signed_in(coordinator).get(PAGE).text)
    chosen = re.findall(r'<input[^>]* name="agency"[^>]* checked>', page)

    assert len(chosen) == MANY - 3 - 3
    assert "4 OPD belum punya surel" in page  # the region's first agency has none, too
    assert f"{SHARED}: Dinas 00, Dinas 01, Dinas 02" in page
    assert "Lihat surat untuk" in page
    assert "Peran Anda di Kota Cerdas" in page
    assert "/akun/password/reset/key/" not in page


def test_one_confirmation_invites_all_of_them_in_one_entry(region, coordinator):
    client = signed_in(coordinator)
    before = Entry.objects.filter(chain=OWN).count()
    chosen = range(6, MANY)
    answer = client.post(PAGE, form(*chosen))

    assert answer.url == reverse("pages:steps", args=[OWN])
    assert len(operators()) == len(set(operators())) == len(chosen)
    assert Letter.objects.count() == len(chosen)
    entry = Entry.objects.filter(chain=OWN).order_by("-number").first()
    assert entry.number == before + 1
    assert (entry.action, entry.actor) == ("operators.begin", coordinator.email)
    assert "Dinas 06" in Letter.objects.get(to="dinas6@batang.example").body
    assert not list(state_findings(region))
    assert not list(account_findings(["site", OWN]))


def test_sent_twice_it_invites_nobody_twice(coordinator):
    client, sent = signed_in(coordinator), form(6, 7)
    client.post(PAGE, sent)
    again = client.post(PAGE, sent, follow=True)

    assert "sudah diundang" in again.text
    assert len(operators()) == Letter.objects.count() == 2


def test_a_typed_address_is_kept_with_its_agency(region, coordinator):
    typed = {f"email-{agency(3).pk}": " Dinas3@batang.example "}
    signed_in(coordinator).post(PAGE, form(3, 6, **typed))

    assert agency(3).email == "Dinas3@batang.example"
    assert operators() == ["dinas3@batang.example", "dinas6@batang.example"]
    assert Entry.objects.filter(chain=OWN, action="operators.begin").count() == 1
    assert agency(3).origin_row is not None
    assert not list(state_findings(region))


def test_three_with_one_address_are_one_person_only_where_that_is_meant(coordinator):
    client = signed_in(coordinator)
    page = client.post(PAGE, form(0, 1, 2, 6))
    assert page.status_code == 422
    assert "dipakai beberapa perangkat daerah: Dinas 00, Dinas 01, Dinas 02" in page.text
    assert not operators()
    client.post(PAGE, form(0, 1, 2, 6, may_share="on"))

    assert operators() == [SHARED] * 3 + ["dinas6@batang.example"]
    assert User.objects.filter(email=SHARED).count() == 1
    assert "Dinas 00, Dinas 01, Dinas 02" in Letter.objects.get(to=SHARED).body
    assert Letter.objects.count() == 2


def test_an_address_typed_for_two_is_shared_too(coordinator):
    typed = {f"email-{agency(number).pk}": "satu@batang.example" for number in (3, 4)}
    page = signed_in(coordinator).post(PAGE, form(3, 4, **typed))

    assert page.status_code == 422
    assert page.text.count('value="satu@batang.example"') == 2  # what was typed stays
    assert not operators()


@pytest.mark.parametrize(
    ("number", "typed", "told"),
    [(3, "", "–"), (4, "dinas", "dinas"), (5, "tidak ada", "tidak ada")],
)
def test_what_is_no_address_is_told_by_its_agency(coordinator, number, typed, told):
    sent = form(number, 6, **{f"email-{agency(number).pk}": typed})
    page = signed_in(coordinator).post(PAGE, sent)

    assert page.status_code == 422
    assert f"Surel Dinas {number:02} bukan alamat yang lengkap: {told}" in page.text
    assert not operators()
    assert not Letter.objects.exists()


def test_a_stale_page_is_told_what_changed(region, coordinator):
    client = signed_in(coordinator)
    addressed, retired, held = form(6, 7), form(8), form(9)
    Agency.objects.filter(code="opd7").update(email="lain@batang.example")
    Agency.objects.filter(code="opd8").update(retired_on=AT.date())
    role = {"name": "Lain", "role": Role.OPERATOR, "is_acting": False, "to_on": None}
    when = AT + timedelta(days=1)
    invite(
        region,
        **role,
        email="lain@batang.example",
        agency=agency(9),
        from_on=when.date(),
        by=coordinator,
        at=when,
    )

    assert "Surel Dinas 07 berubah" in client.post(PAGE, addressed).text
    assert "sudah purna" in client.post(PAGE, retired).text
    assert "Dinas 09 sudah punya operator" in client.post(PAGE, held).text
    assert operators() == ["lain@batang.example"]


def test_nobody_chosen_or_no_agency_at_all_is_told(coordinator):
    client = signed_in(coordinator)
    for sent in ({}, {"agency": ["x", "²"]}):
        page = client.post(PAGE, sent)
        assert page.status_code == 422
        assert "Pilih paling sedikit satu" in page.text
    assert "tidak ada atau sudah purna" in client.post(PAGE, {"agency": ["999999"]}).text


def test_whoever_verifies_is_no_operator_by_the_way(region, coordinator):
    verifier = somebody(region, Role.VERIFIER)
    typed = {f"email-{agency(3).pk}": verifier.email}
    page = signed_in(coordinator).post(PAGE, form(3, 6, **typed))

    assert "operator dan verifikator" in page.text
    assert not operators()
    assert agency(3).email == ""
