"""The pages of reporting as a person uses them: what is typed stays, what is refused is said."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.casework.actions.steps import save_draft, send_back, submit
from kotacerdas.casework.models import Comment, Notice, Version, Window
from pages.regions import OTHER, OWN
from reporting.cast import CHECKED, COMPLETE, Stage, stage

FAR = date(2100, 1, 1)
Typed = dict[str, str]


@pytest.fixture
def today(batang) -> Stage:
    """The quarter still open while the test runs."""
    Window.objects.update(deadline=FAR)
    batang.window.deadline = FAR
    return batang


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(code: str = "p1", region: str = OWN) -> str:
    return reverse("reporting:report", args=[region, 2022, "q1", code])


def post(user: object, typed: Typed, code: str = "p1", *, seen: int = 0, region: str = OWN):
    return client_of(user).post(address(code, region), {"seen": seen} | typed)


def test_a_draft_saves_itself_and_says_what_it_has_seen(today):
    operator = today.people.operator
    first = post(operator, {"do": "autosave", "note": "satu"})
    assert first.json() == {"seen": 1}
    assert post(operator, {"do": "autosave", "note": "dua"}, seen=1).json() == {"seen": 2}
    assert today.report().filled == {"note": "dua"}


def test_the_second_of_two_sees_what_changed_and_loses_nothing(today):
    operator = today.people.operator
    save_draft(today.act(operator), {"note": "mereka", "progress_pct": "10"})

    assert post(operator, {"do": "autosave", "note": "saya"}).status_code == 409
    page = post(operator, {"do": "save", "note": "saya", "progress_pct": "10"})
    assert page.status_code == 409
    assert page.text.count("Isian mereka: mereka") == 1
    assert "saya</textarea>" in page.text
    assert 'name="seen" value="1"' in page.text
    assert today.report().filled["note"] == "mereka"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("value:i1|q1", "NaN", "bukan angka"),
        ("value:i1|q1", "1e999", "bukan angka"),
        ("value:i1|q1", "9" * 40, "Paling banyak"),
        ("value:i1|q1", "banyak", "bukan angka"),
        ("value:i1|q1", "1.234", "Bisa berarti"),
        ("money:apbd", "-5", "Paling sedikit"),
        ("progress_pct", "101", "Paling banyak 100"),
        ("progress_pct", "-1", "Paling sedikit 0"),
        ("note", "x" * 10_001, "Paling panjang"),
    ],
)
def test_a_wrong_field_is_told_in_words_and_kept_as_typed(today, name, text, told):
    page = post(today.people.operator, {"do": "submit"} | COMPLETE | {name: text})
    assert page.status_code == 422
    assert told in page.text
    assert text in page.text
    assert today.report().state == "draft"
    assert today.report().filled[name] == text


def test_a_repeated_post_and_the_back_button_submit_once(today):
    operator = today.people.operator
    for _ in range(3):
        assert post(operator, {"do": "submit"} | COMPLETE).status_code == 302
    assert [one.state for one in Version.objects.all()] == ["submitted"]


def test_the_agency_s_own_address_only(today):
    neighbour = client_of(today.people.neighbour)
    page = neighbour.get(address("p1"))
    assert page.status_code == 403
    assert post(today.people.neighbour, {"do": "submit"} | COMPLETE).status_code == 403
    assert not Version.objects.exists()
    assert client_of(today.people.outsider).get(address()).status_code == 404


def test_a_programme_of_another_region_is_not_found(today):
    elsewhere = stage(OTHER)
    assert client_of(today.people.operator).get(address(region=OTHER)).status_code == 404
    assert post(elsewhere.people.operator, {"do": "save"}).status_code == 404


@pytest.mark.parametrize("verb", ["", "delete", "__class__"])
def test_an_unknown_verb_is_refused(today, verb):
    assert post(today.people.operator, {"do": verb}).status_code == 403


def test_a_draft_is_the_agency_s_own(today):
    save_draft(today.act(today.people.operator), {"note": "rahasia dapur"})
    page = client_of(today.people.verifier).get(address())
    assert page.status_code == 200
    assert "rahasia dapur" not in page.text


def test_what_is_typed_is_shown_as_text(today):
    script = "<script>alert(1)</script>"
    submit(today.act(today.people.operator), COMPLETE | {"note": script})
    page = client_of(today.people.verifier).get(address()).text
    assert script not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_verifier_goes_on_to_the_next_in_the_queue(today):
    submit(today.act(today.people.operator), COMPLETE)
    neighbour = today.act(today.people.neighbour, "p2")
    submit(neighbour, {"realised": "yes", "answer:no_evidence|": "nanti"})
    first = post(
        today.people.verifier,
        {"do": "verify", "reason": CHECKED},
        "p1",
        seen=today.case("p1").revision,
    )
    assert first.url == address("p2")
    last = post(
        today.people.verifier,
        {"do": "return", "reason": "Tanpa foto"},
        "p2",
        seen=today.case("p2").revision,
    )
    assert last.url == reverse("reporting:queue", args=[OWN])
    assert (today.report("p1").state, today.report("p2").state) == ("verified", "returned")


def test_returning_without_a_reason_is_told_and_changes_nothing(today):
    submit(today.act(today.people.operator), COMPLETE)
    page = post(today.people.verifier, {"do": "return", "reason": " "}, seen=2)
    assert page.status_code == 422
    assert "Tulis alasannya dulu" in page.text
    assert today.report().state == "submitted"


def test_a_comment_reaches_the_other_side(today):
    submit(today.act(today.people.operator), COMPLETE)
    post(today.people.verifier, {"do": "comment", "text": "Foto mana?"})
    post(today.people.operator, {"do": "comment", "text": "Menyusul."})
    assert [one.text for one in Comment.objects.order_by("pk")] == ["Foto mana?", "Menyusul."]
    told = Notice.objects.filter(key="report_comment").order_by("pk")
    assert [one.user for one in told] == [today.people.operator, today.people.verifier]


def test_where_everybody_starts_says_what_to_do(today):
    submit(today.act(today.people.operator), COMPLETE)
    send_back(today.act(today.people.verifier), "Tanpa foto")
    submit(
        today.act(today.people.neighbour, "p2"),
        {"realised": "yes", "answer:no_evidence|": "nanti"},
    )
    work = reverse("pages:work", args=[OWN])
    people = today.people

    operator = client_of(people.operator).get(work).text
    assert operator.index("Satu Data") < operator.index("Jaringan Desa")
    assert "Puskesmas Digital" not in operator
    assert "Puskesmas Digital" in client_of(people.verifier).get(work).text
    assert "Pelaporan · Triwulan I 2022" in client_of(people.coordinator).get(work).text


def test_the_leader_sees_what_is_red_and_since_when(today):
    Window.objects.update(deadline=date(2022, 4, 10))
    page = client_of(today.people.coordinator).get(reverse("pages:work", args=[OWN])).text
    assert "Terlambat sejak 11 April 2022" in page
    assert "Dinas Kesehatan" in page


def test_the_maps_ask_as_many_queries_for_many_agencies_as_for_few(
    today, django_assert_max_num_queries
):
    client = client_of(today.people.coordinator)
    for name, args in (
        ("reporting:periods", [OWN]),
        ("reporting:year", [OWN, 2022]),
        ("reporting:period", [OWN, 2022, "q1"]),
        ("pages:work", [OWN]),
    ):
        # A region in its first steps is asked how far it has come with them.
        with django_assert_max_num_queries(12 + (name == "pages:work")):
            assert client.get(reverse(name, args=args)).status_code == 200
