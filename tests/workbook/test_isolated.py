"""Read in another process, a file says the same as read here; without an answer it is refused."""

import zlib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from kotacerdas.sandbox.limits import Limits
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import isolated, reading, report_reading, scores, tables, transfer
from kotacerdas.workbook.reading import Reading
from kotacerdas.workbook.report_reading import ReportsReading
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports
from kotacerdas.workbook.sheet_xml import XmlError
from workbook.builder import Failed, Formula, csv_folder, csv_zip, good, put, told, xlsx
from workbook.hostile import BAD

BATANG = Path("examples/batang/batang.xlsx")
_MIXED = put(put(good(), "Missions!C2", date(2022, 3, 1)), "Regulations!C2", True)  # noqa: FBT003
FILES = {
    "good": xlsx(good()),
    "CSV": csv_zip(good()),
    "dates and truths among texts": xlsx(_MIXED),
    "a formula and an error": xlsx(
        put(put(good(), "Budget!D2", Formula("1")), "Budget!E2", Failed("#N/A"))
    ),
    "Batang": BATANG.read_bytes(),
} | {name: data for name, (data, _) in BAD.items()}  # fmt: skip


def same(one: object, other: object) -> bool:
    """Whether two readings say the same; frames have no equality of their own."""
    if isinstance(one, Reading):
        assert isinstance(other, Reading)
        return (
            all(frame.equals(other.frames[name]) for name, frame in one.frames.items())
            and all(frame.schema == other.frames[name].schema for name, frame in one.frames.items())
            and _rest(one) == _rest(other)
        )
    return one == other


def _rest(one: Reading) -> dict[str, object]:
    return {f.name: getattr(one, f.name) for f in fields(one) if f.name != "frames"}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_another_process_reads_the_same(data: bytes, tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(data)

    here = reading.read_bytes(data)

    assert same(here, isolated.read_bytes(data))
    assert same(here, isolated.read(path))


def test_a_folder_and_scores_are_read_there_too(tmp_path: Path):
    folder = csv_folder(good(), tmp_path / "buku")
    file = tmp_path / "scores.csv"
    file.write_text("component,dimension,assessor,score\nbaseline,,A,3.5\nimpact,x,A,9\n")

    assert same(reading.read(folder), isolated.read(folder))
    here, there = scores.read_scores(file), isolated.read_scores(file)
    assert here.frame.equals(there.frame)
    assert here.issues == there.issues != ()


@pytest.mark.parametrize("read", [isolated.read, isolated.read_scores])
def test_a_file_that_is_not_there_is_no_fault_of_its_content(read, tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none")


def test_a_reporting_workbook_says_the_same():
    rows = [{"programme": "p1", "name": "Satu", "realised": True, "progress_pct": 50.0}]
    about = About("33.25", "a1", "2022/q1")
    data = write_reports(
        {"Reports": rows, "Values": [], "Money": [], "Answers": []}, about, Language.ID, about
    )

    here, there = report_reading.read_reports(data), isolated.read_reports(data)

    assert there.is_ok
    assert (here.about, here.issues, here.names) == (there.about, there.issues, there.names)
    assert {name: here.rows(name) for name in here.sheets} == {
        name: there.rows(name) for name in there.sheets
    }
    assert isolated.read_reports(b"") == report_reading.read_reports(b"")


@pytest.mark.parametrize(
    "broken",
    [
        MemoryError(),
        zlib.error("Error -4 while decompressing data: out of memory"),
        XmlError("out of memory: line 1, column 0"),
    ],
)
def test_a_reader_that_fails_while_it_gives_up_has_found_no_memory(broken, monkeypatch):
    def fails(_: object) -> None:
        try:
            raise broken
        finally:
            raise ValueError("I/O operation on closed file.")

    monkeypatch.setattr(tables, "sheets", fails)
    with pytest.raises(MemoryError):
        tables.parse(FILES["Batang"])


@pytest.mark.parametrize(
    "limits", [Limits(memory_bytes=1, wall_s=10), Limits(wall_s=0)], ids=["memory", "time"]
)
def test_without_memory_or_time_the_file_is_refused_in_words(limits: Limits, monkeypatch):
    monkeypatch.setattr(isolated, "LIMITS", limits)

    found = isolated.read_bytes(FILES["Batang"])

    assert told(found) == ["TOO_HEAVY"]
    assert found.frames["Region"].height == 0
    assert told(isolated.read_reports(FILES["good"])) == ["TOO_HEAVY"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        *(None, 1, [], {}),
        [[], [], [], [], "", "", [1, None]],
        [[["Region", 7]], [], [], [], "", "", [1, None]],
        [[], [], [], [["NONE", None, None, None, []]], "", "", [1, None]],
        [[], [], [], [], "", 7, [1, None]],
    ],
)
def test_what_is_no_reading_is_not_taken_for_one(value: object):
    if value == [[], [], [], [], "", "", [1, None]]:
        assert transfer.unpacked(Reading, value, ()).sha256 == ""
        return
    with pytest.raises(transfer.TransferError):
        transfer.unpacked(Reading, value, (b"no table",))
    with pytest.raises(transfer.TransferError):
        transfer.unpacked(ReportsReading, value, ())
