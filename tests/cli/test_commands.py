"""The commands through a real process: exit codes, where things are said, no Django."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
WRONG_WEIGHTS = """[weights]
baseline = 0.5
output = 0.2
outcome = 0.3
impact = 0.2
quick_win = 0.2
"""
KOTACERDAS = Path(sys.executable).parent / "kotacerdas"


def kotacerdas(*arguments):
    call = [KOTACERDAS, *map(str, arguments)]
    return subprocess.run(call, check=False, capture_output=True, text=True)


def test_evaluate_and_check_are_fine_with_the_example():
    checked = kotacerdas("check", BATANG, "--json")
    assert checked.returncode == 0
    assert json.loads(checked.stdout) == {"ok": True, "issues": []}


def test_the_version_is_that_of_the_package():
    ended = kotacerdas("--version")
    assert (ended.returncode, ended.stdout) == (0, f"{version('kotacerdas')}\n")


def test_the_trace_names_cells_of_the_file(tmp_path):
    found = kotacerdas("evaluate", BATANG, "--trace", tmp_path / "trace.json")
    assert found.returncode == 0, found.stderr
    trace = json.loads((tmp_path / "trace.json").read_text(encoding="utf-8"))
    cells = trace["dimensions/environment/planned"]
    assert {cell["sheet"] for cell in cells} == {"Program"}
    assert {cell["value"] for cell in cells} >= {"environment"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "missing.xlsx"),
        ("evaluate", BATANG, "--region", "99"),
        ("evaluate", BATANG, "--as-of", "soon"),
        ("evaluate", BATANG, "--framework", "no-such"),
        ("evaluate", BATANG, "--year", "soon"),
        ("template", BATANG),
        ("check",),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_sentence(arguments):
    found = kotacerdas(*arguments)
    assert found.returncode == 2
    assert found.stderr.strip()
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"not a workbook", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"],
)
def test_a_wrong_file_gives_its_issue_and_writes_nothing(tmp_path, content):
    file = tmp_path / "wrong.xlsx"
    file.write_bytes(content)
    found = kotacerdas("evaluate", file, "--json", "--out", tmp_path / "out")
    assert found.returncode == 2
    told = json.loads(found.stdout)
    assert told["ok"] is False
    assert set(told["issues"][0]) == {"severity", "sheet", "cell", "found", "expected", "message"}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            WRONG_WEIGHTS,
            "weights.*",
        ),
        ("unknown = 1\n", "unknown"),
        ("cap_pct = -1\n", "floor_pct"),
    ],
)
def test_a_wrong_framework_is_refused_with_file_key_and_reason(tmp_path, text, key):
    file = tmp_path / "own.toml"
    top, _, table = text.partition("[")
    file.write_text(
        'extends = "gsc-2021"\nid = "own"\nsource_id = "made up"\nsource_en = "made up"\n'
        f"{top}{'[' + table if table else ''}",
        encoding="utf-8",
    )
    found = kotacerdas("evaluate", BATANG, "--framework", file)
    assert found.returncode == 2
    assert found.stderr.startswith(f"own.toml: {key}: ")


def test_it_runs_without_django():
    program = (
        "import sys; sys.modules['django'] = None; from kotacerdas.cli.main import app;"
        f"app(['evaluate', {str(BATANG)!r}], standalone_mode=False);"
        "assert not [name for name in sys.modules if name.startswith('django.')]"
    )
    found = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert found.returncode == 0, found.stderr
