"""The site's commands through `kotacerdas`: what they pass on, say, and end with."""

import json
import subprocess
import sys

import pytest
from django.core.management import get_commands
from django.utils import timezone

from audit.entries import logged
from cli.calls import call, saved, wrong
from kotacerdas.cli.site import COMMANDS
from kotacerdas.records.actions import mark_stale
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Run
from ops.sites import BATANG
from workbook.builder import good

PURE = """
import json, sys
from typer.testing import CliRunner
from kotacerdas.cli.main import app
for arguments in json.loads(sys.argv[1]):
    assert CliRunner().invoke(app, arguments).exit_code == 0, arguments
print([name for name in sys.modules if name.partition(".")[0] == "django"])
"""


def test_a_workbook_is_evaluated_without_django(tmp_path):
    scores = tmp_path / "scores.csv"
    scores.write_text("component,dimension,assessor,score\nbaseline,,,3\n", encoding="utf-8")
    calls = [
        ["--help"],
        ["evaluate", str(BATANG), "--out", str(tmp_path / "out")],
        ["check", str(BATANG)],
        ["index", str(scores)],
        ["template", str(tmp_path / "t.xlsx")],
        ["frameworks"],
    ]
    done = subprocess.run(
        [sys.executable, "-c", PURE, json.dumps(calls)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


def test_every_command_is_there_and_in_the_help():
    assert set(COMMANDS) - {"manage"} <= set(get_commands())
    said = call("--help").out
    assert all(name in said for name in COMMANDS)


def test_the_help_of_a_command_is_django_s():
    said = call("backup", "--help")
    assert said.code == 0
    assert "usage: kotacerdas backup" in said.out


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["verify", "--head"], ["other"], []])
def test_a_wrong_call_ends_with_two(arguments):
    said = call("audit", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Error: ")


def test_settings_that_are_missing_are_told(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from kotacerdas.cli.main import run; run()", "audit", "head"],
        capture_output=True,
        text=True,
        check=False,
        env={"KOTACERDAS_DATA": str(tmp_path)},
    )
    assert done.returncode == 2
    assert done.stderr.startswith("KOTACERDAS_SECRET_KEY is not set. ")


@pytest.mark.django_db
def test_the_audit_log_by_the_command():
    head = logged("33.25")[-1]
    whole = call("audit", "verify", "--region", "33.25", "--head", head.hash)
    assert (whole.code, whole.err) == (0, "")
    assert call("audit", "head").json == [{"chain": "33.25", "number": 5, "hash": head.hash}]
    type(head).objects.filter(number=2).delete()
    broken = call("audit", "verify")
    assert (broken.code, broken.err) == (1, "33.25: rusak pada catatan 3\n")
    unknown = call("audit", "verify", "--region", "99")
    assert (unknown.code, unknown.err) == (2, "Tidak ada catatan bernama 99.\n")


@pytest.mark.django_db
def test_a_workbook_is_loaded_and_its_scorecards_made_once(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "stored"
    said = call("load", saved(tmp_path, good()))
    assert (said.code, said.err) == (0, "")
    region = Region.objects.get()
    assert f"{region.name} ({region.code})" in said.out
    assert f"; {Run.objects.count()} hasil hitung." in said.out
    assert not region.stale_years.exists()
    mark_stale(region, 0, timezone.now())
    Run.objects.filter(basis="verified").delete()
    assert len(call("refresh").out.splitlines()) == Run.objects.filter(basis="verified").count() > 0
    assert call("refresh").out == "Semua hasil hitung sudah mutakhir.\n"


@pytest.mark.django_db
def test_a_wrong_workbook_is_told_cell_by_cell_and_not_loaded(tmp_path):
    said = call("load", saved(tmp_path, wrong()))
    assert (said.code, said.out) == (2, "")
    assert "Programmes!C2: " in said.err
    assert "Budget!D2: " in said.err
    assert not Region.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["load", "restore"])
def test_a_file_that_is_not_there(verb, tmp_path):
    said = call(verb, tmp_path / "none.xlsx")
    assert (said.code, said.out) == (2, "")
    assert "none.xlsx" in said.err
