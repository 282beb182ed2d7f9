"""The pages of people and roles, through real requests."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.cast import held, person, signed_in
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.outbox.models import Letter
from kotacerdas.outbox.worker import do_all

PEOPLE = "/33.25/orang/"
A_DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def test_everybody_of_the_region_sees_who_holds_what(cast):
    page = signed_in(cast.operator).get(PEOPLE).text
    assert "Sri Wahyuni" in page
    assert "Dinas Kesehatan" in page
    assert "Agus Pratama" not in page
    assert "@sleman.example" not in page
    assert "koordinator@batang.example" not in page  # addresses are for who appoints
    assert "/akhiri/" not in page
    assert "/undang/" not in page


def test_current_coming_and_ended_stand_apart(cast):
    for name, begin, end in [
        ("Sekarang", today(), today()),
        ("Besok", today() + A_DAY, None),
        ("Kemarin", today() - 2 * A_DAY, today() - A_DAY),
    ]:
        held(
            person(f"{name}@batang.example", name), cast.batang, "viewer", from_on=begin, to_on=end
        )
    page = signed_in(cast.coordinator).get(PEOPLE).text
    places = [
        page.index(text, page.index("<tbody>"))
        for text in ("Berlaku hari ini", "Sekarang", "Akan mulai", "Besok", "berakhir", "Kemarin")
    ]
    assert places == sorted(places)
    assert page.count('/akhiri/">') == 4  # all but what has ended


def test_the_list_needs_the_same_queries_however_long_it_is(cast, django_assert_max_num_queries):
    for number in range(20):
        held(person(f"n{number}@batang.example", "N"), cast.batang, "viewer")
    client = signed_in(cast.coordinator)
    with django_assert_max_num_queries(8):
        client.get(PEOPLE)


@pytest.mark.parametrize("path", ["", "undang/", "1/akhiri/", "1/serahkan/"])
def test_another_region_is_not_there(cast, path):
    assert signed_in(cast.stranger).get(PEOPLE + path).status_code == 404


def test_an_appointment_of_another_region_is_not_there(cast):
    foreign = cast.stranger.appointments.get()
    client = signed_in(cast.coordinator)
    for verb in ("akhiri", "serahkan"):
        assert client.get(f"{PEOPLE}{foreign.pk}/{verb}/").status_code == 404
        assert client.post(f"{PEOPLE}{foreign.pk}/{verb}/", {}).status_code == 404


def test_only_who_appoints_gets_the_forms(cast):
    own = cast.operator.appointments.get()
    client = signed_in(cast.operator)
    for path in ("undang/", f"{own.pk}/akhiri/", f"{own.pk}/serahkan/"):
        assert client.get(PEOPLE + path).status_code == 403
    assert Client().get(PEOPLE).url == f"/akun/login/?next={PEOPLE}"


def invitation(**more):
    wanted = {
        "email": "baru@batang.example",
        "name": "Dewi Lestari",
        "role": "verifier",
        "agency": "",
        "from_on": today().isoformat(),
        "to_on": "",
    }
    return wanted | more


def test_inviting_somebody(cast):
    response = signed_in(cast.coordinator).post(f"{PEOPLE}undang/", invitation(), follow=True)
    assert response.redirect_chain == [(PEOPLE, 302)]
    assert "Undangan ke baru@batang.example segera dikirim" in response.text
    do_all()
    assert "Dewi Lestari" in response.text
    assert [letter.to for letter in mail.outbox] == [["baru@batang.example"]]


def test_a_refusal_stands_on_the_form_in_words(cast):
    client = signed_in(cast.coordinator)
    page = client.post(f"{PEOPLE}undang/", invitation(role="operator")).text
    assert "Pilih perangkat daerahnya" in page
    assert "Dewi Lestari" in page
    assert not mail.outbox


def test_an_agency_of_another_region_cannot_be_chosen(cast):
    client = signed_in(cast.coordinator)
    assert "Sleman" not in client.get(f"{PEOPLE}undang/").text
    wanted = invitation(role="operator", agency=str(cast.agency_elsewhere.pk))
    client.post(f"{PEOPLE}undang/", wanted)
    assert not User.objects.filter(email="baru@batang.example").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "bukan alamat"},
        {"email": ""},
        {"name": ""},
        {"role": "king"},
        {"from_on": "31-02-2026"},
        {"agency": "999999"},
        {"email": "a@b.example\nBcc: c@d.example"},
    ],
)
def test_bad_input_comes_back_on_the_form(cast, wrong):
    response = signed_in(cast.coordinator).post(f"{PEOPLE}undang/", invitation(**wrong))
    assert response.status_code == 200
    assert "field-error" in response.text
    assert Appointment.objects.count() == 3


def test_a_name_is_text_and_never_markup(cast):
    client = signed_in(cast.coordinator)
    client.post(f"{PEOPLE}undang/", invitation(name="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get(PEOPLE).text


def test_a_letter_that_does_not_arrive_is_shown_to_who_invited(cast):
    client = signed_in(cast.coordinator)
    client.post(f"{PEOPLE}undang/", invitation())
    assert "menunggu dikirim" not in client.get(PEOPLE).text  # just now
    Letter.objects.update(state="failed", queued_at=timezone.now() - timedelta(minutes=2))
    assert "baru@batang.example: tidak terkirim" in client.get(PEOPLE).text


def test_ending_a_role(cast):
    own = cast.operator.appointments.get()
    client = signed_in(cast.coordinator)
    assert "Budi Santoso" in client.get(f"{PEOPLE}{own.pk}/akhiri/").text
    client.post(f"{PEOPLE}{own.pk}/akhiri/", {"to_on": "", "reason": "pensiun"})
    own.refresh_from_db()
    assert own.to_at <= timezone.now()
    assert signed_in(cast.operator).get(PEOPLE).status_code == 404


def test_the_last_coordinator_is_told_what_to_do(cast):
    own = cast.coordinator.appointments.get()
    wanted = {"to_on": today().isoformat(), "reason": "mutasi"}
    page = signed_in(cast.coordinator).post(f"{PEOPLE}{own.pk}/akhiri/", wanted).text
    assert "Undang koordinator tanpa hari terakhir dulu" in page


def test_handing_over(cast):
    own = cast.operator.appointments.get()
    wanted = {"email": "baru@batang.example", "name": "Dewi", "on": today().isoformat()}
    client = signed_in(cast.coordinator)
    client.post(f"{PEOPLE}{own.pk}/serahkan/", wanted)
    assert Appointment.objects.get(user__email="baru@batang.example").agency == cast.health
    do_all()
    assert mail.outbox[0].to == ["baru@batang.example"]


def test_the_profile_changes_name_and_language(cast):
    client = signed_in(cast.operator)
    assert "Operator perangkat daerah" in client.get("/profil/").text
    page = client.post("/profil/", {"name": "Budi S.", "language": "en"}, follow=True).text
    assert 'lang="en"' in page
    assert "Agency operator" in page
    cast.operator.refresh_from_db()
    assert (cast.operator.name, cast.operator.language) == ("Budi S.", "en")


def test_a_language_that_there_is_not_is_refused(cast):
    client = signed_in(cast.operator)
    assert "field-error" in client.post("/profil/", {"name": "B", "language": "xx"}).text
    client.post("/bahasa/", {"language": "xx"})
    cast.operator.refresh_from_db()
    assert cast.operator.language == "id"


def test_who_held_both_sides_before_it_was_refused_stands_in_red(cast):
    client = signed_in(cast.coordinator)
    assert "sekaligus" not in client.get(PEOPLE).text
    held(cast.operator, cast.batang, "verifier", from_on=today() + A_DAY)
    assert "sekaligus" not in client.get(PEOPLE).text
    held(cast.operator, cast.batang, "verifier")
    page = client.get(PEOPLE).text
    assert "Budi Santoso memegang peran operator dan verifikator sekaligus" in page
