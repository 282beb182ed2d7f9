"""The same records from .xlsx, a folder of CSV files and a zip of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kotacerdas.workbook.reading import Reading, read, read_bytes
from workbook.builder import csv_bytes, csv_folder, csv_zip, good, put, told, xlsx, zipped


def _same(one: Reading, other: Reading) -> bool:
    return all(frame.equals(other.frames[name]) for name, frame in one.frames.items())


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", [True, False], ids=["with mark", "without"])
def test_every_container_gives_the_same_records(delimiter: str, mark: bool, tmp_path: Path):  # noqa: FBT001
    book = read_bytes(xlsx(good()))
    packed = read_bytes(csv_zip(good(), delimiter, mark=mark))
    folder = read(csv_folder(good(), tmp_path / "buku", delimiter, mark=mark))

    assert book.is_ok
    assert not packed.issues
    assert not folder.issues
    assert _same(book, packed)
    assert _same(book, folder)


def test_a_file_is_judged_by_its_content_and_not_by_its_name(tmp_path: Path):
    for name, data in (("buku.csv", xlsx(good())), ("buku.xlsx", csv_zip(good()))):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name).is_ok


def test_files_that_are_no_csv_are_left_alone(tmp_path: Path):
    folder = csv_folder(good(), tmp_path / "buku")
    (folder / "README.txt").write_text("halo")
    members = {f"data/{name}.CSV": csv_bytes(rows) for name, rows in good().items()}

    assert not read(folder).issues
    assert not read_bytes(
        zipped(members | {"__MACOSX/._Region.csv": b"\x00\xff", "bukti.pdf": b"%PDF"})
    ).issues


def test_a_line_break_within_a_cell_moves_no_row():
    sheets = put(good(), "Targets!A2", "i1\n")
    reading = read_bytes(csv_zip(put(sheets, "Targets!D3", "dua")))

    assert told(reading) == ["NOT_A_NUMBER Targets!D3"]


def test_blank_lines_are_counted_as_rows():
    data = b"code,name\n\n\na1,\n"
    members = {f"{name}.csv": csv_bytes(rows) for name, rows in good().items()}

    assert told(read_bytes(zipped(members | {"Agencies.csv": data}))) == ["EMPTY Agencies!B4"]


def test_the_hash_tells_contents_apart(tmp_path: Path):
    def hashes(make: Callable[[str], Reading]) -> list[str]:
        return [make(name).sha256 for name in ("Satu", "Satu", "Dua")]

    def folder(name: str) -> Reading:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        return read(csv_folder(put(good(), "Programmes!B2", name), path))

    for make in (lambda name: read_bytes(xlsx(put(good(), "Programmes!B2", name))), folder):
        first, again, other = hashes(make)
        assert first == again != other
        assert len(first) == 64
