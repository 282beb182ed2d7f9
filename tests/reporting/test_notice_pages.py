"""The bell, the page of notices, and what opens from it."""

import pytest
from django.test import Client

from accounts.cast import signed_in
from kotacerdas.casework.models import Notice
from kotacerdas.casework.notices import tell
from reporting.cast import AT, Stage, stage

WORK = "/33.25/tugas/"


@pytest.fixture
def there(db) -> Stage:
    return stage()


@pytest.fixture
def operator(there) -> Client:
    return signed_in(there.people.operator)


def notice(there, key="report_comment", **values):
    user = there.people.operator
    values = {"by": "Sri", "name": "Satu Data"} | values
    tell([user, user], there.region, key, values, AT, url=WORK)
    return Notice.objects.filter(user=user).latest("pk")


def test_an_opened_period_is_told_once(there, operator):
    page = operator.get("/pemberitahuan/").text

    assert "Triwulan I 2022 dibuka; tenggat 10 April 2022." in page
    assert Notice.objects.filter(user=there.people.operator).count() == 1


def test_opening_a_notice_marks_it_read_and_leads_on(there, operator):
    one = notice(there)

    assert ">2</span>" in operator.get("/pemberitahuan/jumlah/").text
    assert f"/pemberitahuan/{one.pk}/" in operator.get("/pemberitahuan/").text
    for _ in range(2):
        response = operator.get(f"/pemberitahuan/{one.pk}/")
        assert (response.status_code, response["Location"]) == (302, WORK)
    first = Notice.objects.get(pk=one.pk).read_at
    operator.get(f"/pemberitahuan/{one.pk}/")
    assert Notice.objects.get(pk=one.pk).read_at == first
    assert ">1</span>" in operator.get("/pemberitahuan/jumlah/").text


def test_nobody_else_opens_it(there):
    one = notice(there)

    for user in (there.people.neighbour, there.people.coordinator, there.people.outsider):
        assert signed_in(user).get(f"/pemberitahuan/{one.pk}/").status_code == 404
    assert Client().get(f"/pemberitahuan/{one.pk}/")["Location"].startswith("/akun/login/")
    assert Notice.objects.get(pk=one.pk).read_at is None


@pytest.mark.parametrize("pk", ["0", "999999999", "9" * 40])
def test_a_notice_that_is_not_there_is_not_found(operator, pk):
    assert operator.get(f"/pemberitahuan/{pk}/").status_code == 404


def test_all_are_marked_read_and_only_the_own(there, operator):
    notice(there)
    operator.post("/pemberitahuan/")

    assert operator.get("/pemberitahuan/jumlah/").content == b""
    assert Notice.objects.filter(user=there.people.neighbour, read_at=None).count() == 1


def test_one_missing_report_is_said_in_the_singular(there, operator):
    notice(there, "reminded", n="1", year="2022", code="q1")
    there.people.operator.language = "en"
    there.people.operator.save()

    assert "Sri reminds you: 1 report of Quarter 1 2022 is missing." in (
        operator.get("/pemberitahuan/").text
    )


def test_a_page_asks_for_no_notices_and_the_bell_for_one_number(
    there, operator, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30) as asked:
        operator.get(WORK)
    assert not [one for one in asked if "notice" in one["sql"]]
    with django_assert_num_queries(3):  # the session, the user, the number
        operator.get("/pemberitahuan/jumlah/")


@pytest.mark.parametrize("count", [3, 300])
def test_the_page_of_notices_takes_as_many_queries_for_few_as_for_many(
    there, operator, django_assert_num_queries, count
):
    user = there.people.operator
    for _ in range(count):
        notice(there)

    assert Notice.objects.filter(user=user).count() == count + 1
    with django_assert_num_queries(4):
        operator.get("/pemberitahuan/")
