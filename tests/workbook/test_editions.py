"""The edition that a workbook names gives its words, and holds rows of other editions to theirs."""

import zipfile
from pathlib import Path

import pytest

from frameworks.toy import TOY
from kotacerdas.frameworks.loading import load
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import isolated
from kotacerdas.workbook.reading import read, read_bytes
from kotacerdas.workbook.writing import write, write_template
from workbook.builder import Sheets, good, put, xlsx

DRAFT = "gsc-2026-draft"


def under(*editions: str | None) -> Sheets:
    """The good workbook under an edition; of two regions where two are named."""
    sheets = good()
    head, row = sheets["Region"]
    sheets["Region"] = [
        [*head, "framework"],
        *([f"33.{25 + at}", *row[1:], edition] for at, edition in enumerate(editions)),
    ]
    return sheets


def drafted(dimension: str) -> Sheets:
    return put(under(DRAFT), "Programmes!C2", dimension)


def told(sheets: Sheets) -> list[str]:
    issues = read_bytes(xlsx(sheets)).issues
    return [f"{issue.problem.name} {issue.sheet}!{issue.cell}" for issue in issues]


@pytest.mark.parametrize("named", [None, "gsc-2021", "gsc-sleman"])
def test_a_workbook_is_read_with_the_words_of_its_edition(named):
    reading = read_bytes(xlsx(under(named)))

    assert not reading.issues
    assert reading.framework == (named or "gsc-2021")


@pytest.mark.parametrize("said", ["mobility", "Mobility", "Smart Mobility", "smart_mobility"])
def test_a_dimension_of_the_draft_is_known_by_code_and_name(said):
    reading = read_bytes(xlsx(drafted(said)))

    assert not reading.issues
    assert reading.frames["Programmes"]["dimension"].to_list() == ["mobility"]


def test_a_word_that_the_edition_left_names_what_became_of_it():
    [moved] = read_bytes(xlsx(drafted("Smart Living"))).issues
    assert (moved.problem.name, moved.cell) == ("WORD_MOVED", "C2")
    assert "padanannya urban_living" in moved.message(Language.ID)
    assert "it is urban_living" in moved.message(Language.EN)

    [undecided] = read_bytes(xlsx(drafted("branding"))).issues
    assert (undecided.problem.name, undecided.cell) == ("WORD_UNDECIDED", "C2")
    assert "mobility" in undecided.expected(Language.ID)

    assert told(drafted("dignity")) == ["NOT_A_WORD Programmes!C2"]


def test_each_score_is_held_to_the_edition_of_its_row():
    assert told(put(good(), "Index!D3", "mobility")) == ["OTHER_EDITION Index!D3"]
    own = put(put(drafted("mobility"), "Index!B3", DRAFT), "Index!D3", "mobility")
    assert told(own) == []
    assert told(put(own, "Index!B3", "gsc-2021")) == ["OTHER_EDITION Index!D3"]
    assert told(put(good(), "Index!F2", 4.5)) == ["OUT_OF_BOUNDS Index!F2"]


def test_an_edition_that_nobody_knows_and_two_in_one_file_are_refused():
    assert told(under("gsc-1999")) == ["UNKNOWN_EDITION Region!D2"]
    assert "TWO_EDITIONS Region!D3" in told(under("gsc-2021", "gsc-sleman"))


def test_what_is_written_under_an_edition_is_read_back(tmp_path: Path):
    reading = read_bytes(xlsx(drafted("mobility")))
    records = {name: frame.drop("row").to_dicts() for name, frame in reading.frames.items()}
    for language in Language:
        file = tmp_path / f"{language}.xlsx"
        write(records, file, language=language)
        again = read(file)
        assert not again.issues
        assert again.framework == DRAFT
        assert again.frames["Programmes"]["dimension"].to_list() == ["mobility"]


def test_an_edition_of_ones_own_stands_in_place_of_the_named_one(tmp_path: Path):
    file = tmp_path / "toy.toml"
    file.write_text(TOY, encoding="utf-8")
    sheets = put(good(), "Programmes!C2", "Air Bersih")
    sheets["Index"] = sheets["Index"][:1]
    (tmp_path / "b.xlsx").write_bytes(xlsx(sheets))

    for reader in (read, isolated.read):
        reading = reader(tmp_path / "b.xlsx", str(file))
        assert not reading.issues
        assert reading.frames["Programmes"]["dimension"].to_list() == ["water"]
        assert load(reading.framework).id == "toy"

    write_template(tmp_path / "t.xlsx", edition=load(str(file)))
    assert b"people" in _instructions(tmp_path / "t.xlsx")


def _instructions(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
