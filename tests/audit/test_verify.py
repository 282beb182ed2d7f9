"""`audit verify` finds what raw SQL did to the log; `audit head` gives what finds the rest."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from audit.entries import BEGUN_AT, logged, programme
from kotacerdas.audit.actions import record_entry
from kotacerdas.audit.models import Chain

pytestmark = pytest.mark.django_db
COPIED = "at, actor, action, reason, added, changed, removed, hash, changes"
INSERTED = (
    f"INSERT INTO audit_entry (chain_id, number, previous_hash, {COPIED})"  # noqa: S608
    f" SELECT chain_id, 6, hash, {COPIED} FROM audit_entry WHERE number = 5"
)


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@pytest.fixture
def verify(capsys):
    def called(*arguments):
        code = 0
        try:
            call_command("audit", "verify", *arguments)
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_whole_chains_with_their_length_and_head(verify):
    head = logged("33.25")[-1].hash
    other = logged("33.26", count=2)[-1].hash
    code, out, err = verify()
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"33.25: utuh, 5 catatan, kode pemeriksa {head}",
        f"33.26: utuh, 2 catatan, kode pemeriksa {other}",
    ]


def test_a_log_without_entries_is_whole(verify):
    assert verify() == (0, "", "")
    Chain.objects.create(name="33.25")
    assert verify() == (0, "33.25: utuh, 0 catatan, kode pemeriksa –\n", "")


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET changes = '[]' WHERE number = 3", 3),
        ("UPDATE audit_entry SET actor = 'somebody@else.example' WHERE number = 1", 1),
        ("UPDATE audit_entry SET reason = 'because' WHERE number = 5", 5),
        ("UPDATE audit_entry SET added = 9 WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 1", 2),
        ("DELETE FROM audit_entry WHERE number = 4", 5),
        (
            INSERTED,
            6,
        ),
    ],
)
def test_a_row_changed_removed_or_inserted(verify, statement, broken):
    logged("33.25")
    whole = logged("33.26", count=1)[0].hash
    sql(f"{statement} AND chain_id = '33.25'")
    code, out, err = verify()
    assert code == 1
    assert out == f"33.26: utuh, 1 catatan, kode pemeriksa {whole}\n"
    assert err.splitlines() == [f"33.25: rusak pada catatan {broken}"]
    assert verify("--region", "33.26")[0] == 0


def test_a_row_moved_to_another_chain_breaks_that_one(verify):
    logged("33.25")
    logged("33.26", count=4)
    sql("UPDATE audit_entry SET chain_id = '33.26' WHERE number = 5")
    code, _, err = verify()
    assert (code, err) == (1, "33.26: rusak pada catatan 5\n")


def test_a_cut_off_end_shows_beside_a_head_kept_elsewhere(verify):
    head = logged("33.25")[-1].hash
    assert verify("--head", head)[0] == 0
    record_entry("33.25", "import", [programme("P9", None, {})], actor="", at=BEGUN_AT)
    code, out, _ = verify("--head", head)
    assert code == 0
    assert f"{head} masih ada: 33.25, catatan 5" in out
    sql("DELETE FROM audit_entry WHERE number >= 5")
    assert verify()[0] == 0
    code, _, err = verify("--head", head)
    assert code == 1
    assert head in err


def test_heads_of_every_chain_as_json(capsys):
    first, second = logged("33.25")[-1], logged("33.26", count=2)[-1]
    call_command("audit", "head")
    assert json.loads(capsys.readouterr().out) == [
        {"chain": "33.25", "number": 5, "hash": first.hash},
        {"chain": "33.26", "number": 2, "hash": second.hash},
    ]


def test_a_chain_that_is_not_there_is_a_wrong_call(verify):
    with pytest.raises(CommandError, match=r"99\.99"):
        verify("--region", "99.99")


def test_what_an_entry_did_is_counted():
    changes = [
        programme("P1", None, {"name": "a"}),
        programme("P2", None, {"name": "b"}),
        programme("P3", {"name": "c"}, {"name": "d"}),
        programme("P4", {"name": "e"}, None),
    ]
    entry = record_entry("33.25", "import", changes, actor="", at=BEGUN_AT)
    assert (entry.added, entry.changed, entry.removed) == (2, 1, 1)


def test_an_act_that_fails_leaves_no_entry():
    def failing():
        with transaction.atomic():
            logged("33.25", count=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert not Chain.objects.exists()
