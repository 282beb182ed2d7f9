"""What somebody changes past the log, `audit verify` names with its record and its entry."""

import json
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from audit.story import appointed_stage, lived_in
from exchange.damage import DAMAGES, path_of
from kotacerdas.audit.models import Chain, Entry
from kotacerdas.casework.actions.evidence import EvidenceCommand, grade
from kotacerdas.casework.actions.steps import save_draft, submit, withdraw
from kotacerdas.casework.models import Evidence, StoredFile
from reporting.cast import AT, COMPLETE

pytestmark = pytest.mark.django_db
# Of the language of the test: what is done by hand, the record and field that are named.
TAMPERED = {
    "a report's state": (
        (
            "UPDATE casework_version SET state = 'verified', settled_entry = 1"
            " WHERE state = 'submitted'"
        ),
        ["Laporan", "p3", "status"],
    ),
    "a report's number": (
        (
            """UPDATE casework_version SET filled = '{"realised": "no", "progress_pct": "99"}'"""
            " WHERE state = 'submitted'"
        ),
        ["Laporan", "p3", "kemajuan fisik", "99", "100"],
    ),
    "a report returned": (
        "UPDATE casework_version SET state = 'withdrawn' WHERE state = 'returned'",
        ["Laporan", "p1", "status"],
    ),
    "who sent it in": (
        (
            "UPDATE casework_version SET submitted_by_id = (SELECT id FROM accounts_user WHERE"
            " email LIKE 'tetangga%') WHERE state = 'submitted'"
        ),
        ["Laporan", "p3", "tetangga@"],
    ),
    "who verified it": (
        (
            "UPDATE casework_version SET settled_by_id = (SELECT id FROM accounts_user WHERE"
            " email LIKE 'tetangga%') WHERE state = 'verified'"
        ),
        ["Laporan", "p1", "tetangga@"],
    ),
    "who may see a piece": (
        "UPDATE casework_evidence SET seen_by = 'agency' WHERE seen_by = 'public'",
        ["Bukti dukung", "p1", "boleh dilihat", "publik"],
    ),
    "a grade": (
        "UPDATE casework_evidence SET grade = 4 WHERE grade = 3",
        ["mutu", "sangat baik", "seharusnya baik"],
    ),
    "a link": (
        "UPDATE casework_evidence SET url = 'https://lain.example' WHERE url <> ''",
        ["Bukti dukung", "kode pemeriksa berkas"],
    ),
    "a piece taken back": (
        "UPDATE casework_evidence SET removed_at = NULL WHERE removed_at IS NOT NULL",
        ["Bukti dukung", "menghapusnya"],
    ),
    "a piece hidden": (
        "UPDATE casework_evidence SET removed_at = added_at WHERE url <> ''",
        ["Bukti dukung", "tidak ada lagi"],
    ),
    "a role's end": (
        "UPDATE accounts_appointment SET to_at = NULL WHERE to_at IS NOT NULL",
        ["Peran", "baru@batang.example", "sampai"],
    ),
    "a role's agency": (
        (
            "UPDATE accounts_appointment SET agency_id = (SELECT id FROM records_agency WHERE"
            " code = 'a2') WHERE user_id ="
            " (SELECT id FROM accounts_user WHERE email LIKE 'operator%')"
        ),
        ["Peran", "operator@", "perangkat daerah"],
    ),
    "a role that nobody gave": (
        (
            "INSERT INTO accounts_appointment"
            " (user_id, region_id, agency_id, role, is_acting, is_of_panel, from_at)"
            " SELECT id, (SELECT id FROM records_region), NULL, 'verifier', {no}, {no},"
            " '2020-01-01 00:00:00+00:00'"
            " FROM accounts_user WHERE email LIKE 'orang-luar%'"
        ),
        ["Peran", "orang-luar@", "tidak satu catatan pun"],
    ),
    "a publication": (
        "DELETE FROM scorecards_publication",
        ["Penerbitan", "2022", "tidak ada lagi"],
    ),
    "what is published": (
        "UPDATE scorecards_publication SET run_id = (SELECT MIN(id) FROM scorecards_run)",
        ["Penerbitan", "2022", "hasil"],
    ),
    "a programme": (
        "UPDATE plan_programme SET name = 'Lain' WHERE code = 'p2'",
        ["Program p2", "Lain", "Puskesmas Baru"],
    ),
    "a ceiling": (
        "UPDATE plan_budget SET ceiling = 2000000",
        ["Anggaran p1 · 2022", "2.000.000", "1.000.000"],
    ),
    "a target": ("UPDATE plan_target SET target = 1 WHERE period = 'q3'", ["Target i1"]),
    "a value": (
        "UPDATE reporting_reportedvalue SET value = 10 WHERE value = 9.5",
        ["Laporan", "p1", "9,5", "10"],
    ),
    "a value taken away": ("DELETE FROM reporting_reportedvalue", ["Laporan", "p1", "9,5"]),
    "what was spent": (
        "UPDATE reporting_reportedmoney SET realised = 1",
        ["Laporan", "p1", "450.000"],
    ),
    "what a report says of its programme": (
        "UPDATE reporting_statement SET progress_pct = 7 WHERE progress_pct = 100",
        ["Laporan", "100", "7"],
    ),
    "a row removed": ("DELETE FROM plan_target WHERE period = 'q4'", ["tidak ada lagi"]),
    "a row more": (
        (
            "INSERT INTO plan_budget (region_id, programme_id, year, source, ceiling)"
            " SELECT region_id, id, 2022, 'csr', 5 FROM plan_programme WHERE code = 'p2'"
        ),
        ["Anggaran p2", "tidak satu catatan pun"],
    ),
    "a region's name": (
        "UPDATE records_region SET name = 'Lain'",
        ["Daerah 33.25", "nama", "Lain"],
    ),
    "a region's level": (
        "UPDATE records_region SET level = 'city'",
        ["Daerah 33.25", "tingkat", "Kota"],
    ),
    "an agency's name": (
        "UPDATE records_agency SET name = 'Dinas Lain' WHERE code = 'a1'",
        ["Perangkat daerah a1", "Dinas Lain"],
    ),
    "a deadline": (
        "UPDATE casework_window SET deadline = '2022-12-31'",
        ["Periode pelaporan 2022", "tenggat"],
    ),
    "a period opened again": (
        "UPDATE casework_window SET closed_at = NULL, closed_by_id = NULL",
        ["Periode pelaporan 2022", "ditutup"],
    ),
    "an extension": (
        "UPDATE casework_extension SET until = '2022-12-31'",
        ["Perpanjangan 2022", "a2"],
    ),
    "a comment": ("UPDATE casework_comment SET text = 'Palsu'", ["Komentar", "Palsu"]),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def verify(capsys):
    def called(*arguments):
        code = 0
        capsys.readouterr()
        try:
            call_command("audit", "verify", *arguments)
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement: str) -> None:
    words = {"yes": "1", "no": "0"}
    if connection.vendor == "postgresql":
        words = {"yes": "true", "no": "false"}
    for name, word in words.items():
        statement = statement.replace(f"{{{name}}}", word)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount


def test_whatever_was_done_by_the_actions_follows_from_the_log(verify):
    lived_in()
    code, out, err = verify()
    assert (code, err) == (0, "")
    assert "33.25: data sesuai dengan catatannya" in out


def test_each_thing_done_past_the_log_is_named_with_its_entry(verify):
    lived_in()
    for what, (statement, named) in TAMPERED.items():
        with rolled_back():
            sql(statement)
            code, _, err = verify("--region", "33.25")
            assert code == 1, what
            for text in named:
                assert text in err, (what, text, err)
            assert "catatan" in err, what
    assert verify()[0] == 0


def test_a_history_that_was_altered_is_named(verify):
    lived_in()
    number = Entry.objects.get(action="report.verify").number
    for statement in (
        (
            "DELETE FROM audit_touch WHERE entry_id = (SELECT id FROM audit_entry WHERE"
            " action = 'report.verify')"
        ),
        (
            "INSERT INTO audit_touch (model, record, entry_id) SELECT 'plan.programme', 999, id"
            " FROM audit_entry WHERE action = 'report.verify'"
        ),
    ):
        with rolled_back():
            sql(statement)
            code, _, err = verify("--region", "33.25")
            assert code == 1
            assert f"riwayat data tidak sesuai dengan catatan {number}" in err


def test_an_account_closed_past_the_log_is_named(verify):
    lived_in()
    sql("UPDATE accounts_user SET is_active = {no} WHERE email LIKE 'baru@%'")
    code, _, err = verify()
    assert code == 1
    assert "Akun: Akun baru@batang.example" in err


def test_a_draft_is_nobody_s_statement_yet(verify):
    here = appointed_stage()
    save_draft(here.act(here.people.operator), COMPLETE)
    assert verify()[0] == 0
    submit(here.act(here.people.operator))
    withdraw(here.act(here.people.operator))
    assert verify()[0] == 0


def test_what_was_altered_before_the_next_act_on_it_shows_in_that_act(verify):
    here = lived_in()
    sql("UPDATE casework_evidence SET grade = 4 WHERE grade = 3")
    grade(EvidenceCommand(Evidence.objects.get(grade=4), here.people.verifier, AT), 1)
    code, _, err = verify()
    assert code == 1
    number = Entry.objects.filter(chain="33.25").order_by("number").last().number
    assert f"catatan {number} mendapati mutu" in err


def test_an_account_closed_or_renamed_past_the_log(verify):
    lived_in()
    sql("UPDATE accounts_user SET name = 'Palsu' WHERE email = 'baru@batang.example'")
    code, _, err = verify()
    assert code == 1
    assert "baru@batang.example" in err
    assert "Palsu" in err


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_stored_file_that_is_another(verify, damage):
    lived_in()
    name = str(StoredFile.objects.first().content)
    DAMAGES[damage](path_of(name))
    code, _, err = verify()
    assert code == 1
    assert name in err


def test_heads_of_all_chains_are_kept_and_compared(verify, capsys, tmp_path):
    lived_in()
    file = tmp_path / "heads.json"
    call_command("audit", "heads")
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert verify("--heads", str(file))[0] == 0
    heads = json.loads(file.read_text(encoding="utf-8"))
    assert {head["chain"] for head in heads} == {"33.25"}
    head = heads[0]["number"]
    with rolled_back():
        sql(f"DELETE FROM audit_entry WHERE number = {head}")  # noqa: S608
        code, _, err = verify("--heads", str(file))
        assert code == 1
        assert f"33.25: catatan {head} tidak ada lagi" in err
    with rolled_back():
        sql(f"UPDATE audit_entry SET hash = 'x' WHERE number = {head}")  # noqa: S608
        assert "ditulis ulang" in verify("--heads", str(file))[2]
    with rolled_back():
        Entry.objects.update(undoes=None)
        Entry.objects.all().delete()
        Chain.objects.all().delete()
        assert "tidak ada lagi" in verify("--heads", str(file))[2]


@pytest.mark.parametrize("content", ["", "[]]", "{", '[{"chain": "33.25"}]', "7", '["a"]'])
def test_a_file_that_is_none_of_heads(verify, tmp_path, content):
    file = tmp_path / "heads.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="heads"):
        verify("--heads", str(file))
    with pytest.raises(CommandError, match=r"none\.json"):
        verify("--heads", str(tmp_path / "none.json"))
