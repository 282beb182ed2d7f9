"""The pages of the log: all entries, one of them, and the history of a record."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from audit.entries import BEGUN_AT, logged, programme
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.actions import record_entry
from kotacerdas.audit.models import Touch
from kotacerdas.audit.selectors import changes_of_record, history_of
from kotacerdas.records.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return Region.objects.create(code="33.25", name="Kabupaten Batang", level="regency")


@pytest.fixture
def reader(client, region):
    """A client signed in as somebody of the region; `reader(role)` makes it another role."""

    def signed_in(role):
        user = User.objects.create_user(f"{role}@batang.example", "rahasia")
        Appointment.objects.create(
            user=user, region=region, role=role, from_at=datetime(2020, 1, 1, tzinfo=UTC)
        )
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def get(reader):
    client = reader(Role.COORDINATOR)

    def answered(name, *arguments, **query):
        answer = client.get(reverse(f"pages:{name}", args=["33.25", *arguments]), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return answered


def test_entries_of_the_region_newest_first(get):
    logged("33.25")
    logged("33.26", actor="orang@lain.example")
    page = get("log")
    assert page.index("#5<") < page.index("#1<")
    assert "Buku kerja diimpor" in page
    assert "1 data baru" in page
    assert "orang@lain.example" not in page


def test_fifty_a_page_and_the_filters_stay_on_the_next(get):
    logged("33.25", count=52)
    page = get("log", action="import")
    assert page.count('class="tag"') == 50
    assert "?action=import&amp;hal=2" in page
    assert get("log", action="import", hal=2).count('class="tag"') == 2


def test_filters_by_action_actor_and_text(get):
    logged("33.25", count=2)
    record_entry(
        "33.25",
        "publish",
        [programme("P7", {"name": 'Kios "pintar"'}, {"name": "100% daring_"})],
        actor="kepala@batang.example",
        at=BEGUN_AT + timedelta(days=1),
        reason="Rapat 5 Oktober",
    )
    for query in (
        {"action": "publish"},
        {"actor": "kepala@batang.example"},
        {"q": "rapat 5"},
        {"q": 'kios "PINTAR"'},
        {"q": "100% daring_"},
    ):
        page = get("log", **query)
        assert "#3<" in page, query
        assert "#1<" not in page, query
    assert "Tidak ada yang cocok" in get("log", q="100%daring")


def test_a_list_reads_no_changes(get, django_assert_max_num_queries):
    logged("33.25", count=30)
    with django_assert_max_num_queries(10) as queries:
        get("log")
    assert not any('"changes"' in query["sql"] for query in queries)


def test_one_entry_field_by_field(get):
    record_entry(
        "33.25",
        "import",
        [
            programme(
                "P1", {"quick_win": False, "weight": 1.0}, {"quick_win": True, "weight": 2.5}
            ),
            programme(
                "P2", {"name": "<b>Lama</b>", "partners": ["a", "b"], "end_year": 2023}, None
            ),
        ],
        actor="",
        at=BEGUN_AT,
        reason="Koreksi",
    )
    page = get("entry", 1)
    for text in (
        "Program P1",
        "2,5",
        "Koreksi",
        "pengelola server",
        "&lt;b&gt;Lama",
        "a; b",
        "2023",
    ):
        assert text in page, text
    assert reverse("pages:history", args=["33.25", "plan.programme", 1]) in page


def test_two_hundred_changes_a_page(get):
    changes = [programme(f"P{number}", None, {"weight": 1.0}) for number in range(201)]
    record_entry("33.25", "import", changes, actor="", at=BEGUN_AT)
    assert "Program P199<" in get("entry", 1)
    assert "Program P200<" not in get("entry", 1)
    assert "Program P200<" in get("entry", 1, page=2)


def test_an_entry_of_another_region_is_not_found(reader):
    logged("33.26", count=1)
    client = reader(Role.COORDINATOR)
    assert client.get(reverse("pages:entry", args=["33.25", 1])).status_code == 404
    assert client.get(reverse("pages:log", args=["33.26"])).status_code == 404


def test_the_history_of_one_record_outlives_its_code(get, reader):
    logged("33.25", count=3)
    for code, name in (("P2", "Baru"), ("P22", "mirip")):
        change = programme(code, {"name": "Program 2"}, {"name": name})
        record_entry("33.25", "import", [change], actor="", at=BEGUN_AT, reason="Salah ketik")
    recoded = programme("P2", {"code": "P2"}, {"code": "GOV-9"})
    record_entry("33.25", "edit", [programme("P3", None, {}), recoded], actor="", at=BEGUN_AT)
    logged("33.26", count=2)
    page = get("history", "plan.programme", 2)
    assert "Salah ketik" in page
    assert page.index("GOV-9") < page.index("Baru") < page.rindex("Program 2")
    for other in ("Program 1", "mirip"):
        assert other not in page
    unknown = reverse("pages:history", args=["33.25", "plan.programme", 4])
    assert reader(Role.VERIFIER).get(unknown).status_code == 404


@pytest.mark.parametrize(
    "key",
    [
        ["GOV-18-2", 2019, None],
        ["2019", 2019, "q1"],
        [None, "a|b", 2022, "100%7C"],
        ["kode/dengan/garis", 'kutip "ganda"', "ü"],
        [],
    ],
)
def test_a_record_is_found_whatever_its_key(get, key):
    change = {"of": ["plan.realisation", 7, *key], "before": None, "after": {"value": 41.25}}
    text = {
        "of": ["plan.realisation", 77],
        "before": None,
        "after": {"note": json.dumps(change)},
    }
    record_entry("33.25", "import", [text, change, text], actor="", at=BEGUN_AT)
    page = get("history", "plan.realisation", 7)
    assert page.count("41,25") == 1


@pytest.mark.parametrize("count", [1, 200])
def test_a_history_asks_three_questions_however_long_the_log(count, django_assert_max_num_queries):
    changes = [programme(f"P{number}", None, {"weight": 1.0}) for number in range(count)]
    for _ in range(count // 20 + 1):
        record_entry("33.25", "import", changes, actor="", at=BEGUN_AT)
    with django_assert_max_num_queries(3):
        entries = list(history_of("33.25", "plan.programme", 0))
        assert all(list(changes_of_record(one, "plan.programme", 0)) for one in entries)
    assert len(entries) == count // 20 + 1


def test_what_tells_of_no_row_has_no_history(get):
    element = {"of": ["reporting.reminder", None, 2022, "q1", "a1"], "before": None, "after": {}}
    record_entry("33.25", "reminder.send", [element], actor="", at=BEGUN_AT)
    assert Touch.objects.count() == 0
    assert "/riwayat/" not in get("entry", 1)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.VERIFIER, 200),
        (Role.EVALUATOR, 200),
        (Role.LEADER, 403),
        (Role.VIEWER, 403),
    ],
)
def test_who_may_read_the_log(reader, role, status):
    logged("33.25", count=1)
    client = reader(role)
    for name, arguments in (("log", []), ("entry", [1]), ("history", ["plan.programme", 1])):
        answer = client.get(reverse(f"pages:{name}", args=["33.25", *arguments]))
        assert answer.status_code == status, name


def test_an_empty_log_says_what_will_come_here(get):
    assert "akan tercatat di sini" in get("log")
