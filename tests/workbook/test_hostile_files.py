"""Files made to harm: refused before they take memory or time."""

import zlib

import pytest

from kotacerdas.workbook import archive
from kotacerdas.workbook.reading import read_bytes
from workbook.builder import Formula, good, put, sheet_xml, told, xlsx, zipped
from workbook.hostile import (
    FAR,
    PATHS,
    RATIO_BOMB,
    SHEET,
    XML_PARTS,
    elsewhere,
    entity_bomb,
    entity_in_a_cell,
    locked,
    rarely_zipped,
    wide_and_long,
    with_directory_size,
)


def test_a_bomb_by_its_ratio_is_refused():
    assert told(read_bytes(RATIO_BOMB)) == ["TOO_LARGE"]
    assert "2 MB" in read_bytes(RATIO_BOMB).issues[0].message("en")


def test_more_than_200_mb_by_the_directory_is_refused_without_unpacking(
    monkeypatch: pytest.MonkeyPatch,
):
    data = with_directory_size(zipped({"Region.csv": "x" * 50}), archive.MAX_UNPACKED_BYTES + 1)
    monkeypatch.setattr(zlib, "decompressobj", None)

    assert told(read_bytes(data)) == ["TOO_LARGE"]


@pytest.mark.parametrize("size", [1, 49, 51, 4_000])
def test_a_directory_that_lies_about_a_size_is_refused(size: int):
    data = zipped({"Region.csv": "x" * 50})

    assert told(read_bytes(with_directory_size(data, size))) == ["UNREADABLE"]


def test_a_member_by_a_rare_method_is_refused():
    assert told(read_bytes(rarely_zipped())) == ["UNREADABLE"]


def test_a_member_with_a_password_is_refused():
    assert told(read_bytes(locked())) == ["ENCRYPTED"]


@pytest.mark.parametrize("name", PATHS)
def test_paths_that_lead_elsewhere_are_only_names(name: str):
    reading = read_bytes(elsewhere(name))

    assert reading.is_ok or told(reading)[0] == "MISSING_SHEET Region"


@pytest.mark.parametrize("part", XML_PARTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part_that_is_read(part: str, encoding: str):
    assert not read_bytes(entity_bomb(part, encoding)).is_ok


def test_entities_in_a_cell_are_refused():
    assert told(read_bytes(entity_in_a_cell())) == ["UNREADABLE"]


@pytest.mark.parametrize("body", FAR.values(), ids=FAR.keys())
def test_cells_far_apart_do_not_take_the_memory_between_them(body: str):
    problem = told(read_bytes(xlsx(good(), parts={SHEET: sheet_xml(body)})))[0]

    assert problem in {"SPRAWLING Region", "UNREADABLE"}


def test_one_wide_and_many_long_lines_of_csv_do_not_take_the_memory_between_them():
    assert told(read_bytes(wide_and_long())) == ["SPRAWLING Region"]


def test_tags_in_comments_do_not_take_the_time_of_their_square():
    comments = "".join(f'<!-- <c r="A{at}"> -->' for at in range(40_000))
    sheets = put(good(), "Agencies!B2", Formula("A1", "Diskominfo"))
    body = f'<row r="1"><c r="A1" t="str"><f>"code"</f><v>code</v></c></row>{comments}'

    assert "MISSING_COLUMN Region!A1" in told(
        read_bytes(xlsx(sheets, parts={SHEET: sheet_xml(body)}))
    )
