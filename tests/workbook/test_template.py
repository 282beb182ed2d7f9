"""The template: every sheet, explained, with drop-down lists, in both languages."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from kotacerdas.frameworks.loading import load
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import guide
from kotacerdas.workbook.columns import Kind
from kotacerdas.workbook.reading import read
from kotacerdas.workbook.schema import INSTRUCTIONS, VERSION, sheets_of
from kotacerdas.workbook.writing import write, write_template
from workbook.builder import told

SHEETS = sheets_of(load())
BY_NAME = {sheet.name: sheet for sheet in SHEETS}

LANGUAGES = pytest.mark.parametrize("language", list(Language))


@LANGUAGES
@pytest.mark.parametrize("name", ["templat.xlsx", "templat.zip", "templat"])
def test_it_reads_without_issues_but_that_no_region_is_named(
    name: str, language: Language, tmp_path: Path
):
    write_template(tmp_path / name, language=language)
    region = guide.display_name(BY_NAME["Region"], language)

    assert told(read(tmp_path / name)) == [f"NO_REGION {region}!A2"]


@LANGUAGES
def test_it_has_every_sheet_and_column_of_the_schema(language: Language, tmp_path: Path):
    write_template(tmp_path / "t.xlsx", language=language)
    book = load_workbook(tmp_path / "t.xlsx")

    instructions = INSTRUCTIONS[list(Language).index(language)]
    assert book.sheetnames == [
        instructions,
        *(guide.display_name(sheet, language) for sheet in SHEETS),
    ]
    for sheet in SHEETS:
        titles = [cell.value for cell in book[guide.display_name(sheet, language)][1]]
        assert titles == [guide.display_name(column, language) for column in sheet.columns]


@LANGUAGES
def test_every_fixed_vocabulary_has_a_drop_down_list(language: Language, tmp_path: Path):
    write_template(tmp_path / "t.xlsx", language=language)
    book = load_workbook(tmp_path / "t.xlsx")
    for sheet in SHEETS:
        page = book[guide.display_name(sheet, language)]
        lists = {
            str(rule.sqref).partition("2:")[0]: rule.formula1
            for rule in page.data_validations.dataValidation
        }
        for cell, column in zip(page[1], sheet.columns, strict=True):
            if column.words:
                words = lists[cell.column_letter].strip('"').split(",")
                assert words == list(guide.display_words(column, language).values())
                assert len(lists[cell.column_letter]) <= 257  # what Excel takes, and its quotes
            elif column.kind is Kind.YES_NO:
                assert lists[cell.column_letter] in ('"ya,tidak"', '"yes,no"')
            elif column.refers_to and column.kind is Kind.CODE:
                target = guide.display_name(BY_NAME[column.refers_to], language)
                assert lists[cell.column_letter].startswith(f"'{target}'!$A$2:")


def test_every_word_of_a_list_is_read_back():
    for sheet in SHEETS:
        for column in sheet.columns:
            for language in Language:
                words = guide.display_words(column, language)
                assert list(words) == list(column.words)
                assert len(set(words.values())) == len(words)
                assert not any("," in word for word in words.values())


def test_every_column_is_explained_and_nothing_else_is():
    assert set(guide.EXPLANATIONS) == {
        (sheet.name, column.name) for sheet in SHEETS for column in sheet.columns
    }
    assert all(text.strip() for pair in guide.EXPLANATIONS.values() for text in pair)
    assert set(guide.KINDS) == set(Kind) - {Kind.WORD}


@LANGUAGES
def test_the_instructions_hold_the_version_and_a_line_for_each_column(
    language: Language, tmp_path: Path
):
    write_template(tmp_path / "t.xlsx", language=language)
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(tmp_path / "t.xlsx").worksheets[0].iter_rows()
    ]

    assert rows[0][:2] == [guide.TITLE[language], VERSION]
    start = rows.index(list(guide.HEADINGS[language])) + 1
    assert [(row[0], row[1]) for row in rows[start:]] == [
        (guide.display_name(sheet, language), guide.display_name(column, language))
        for sheet in SHEETS
        for column in sheet.columns
    ]
    assert all(all(row) for row in rows[start:])


def test_a_notice_stands_on_the_instructions(tmp_path: Path):
    write({}, tmp_path / "t.xlsx", notice="Data peraga.\nBukan data resmi.")
    column = [row[0].value for row in load_workbook(tmp_path / "t.xlsx").worksheets[0].iter_rows()]

    assert column[1:3] == ["Data peraga.", "Bukan data resmi."]
