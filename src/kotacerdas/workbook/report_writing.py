"""A reporting workbook out: what is due from an agency, with the cells to fill in."""

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.report_sheets import (
    ABOUT,
    INPUTS,
    LINES,
    REPORT_EXPLANATIONS,
    REPORT_SHEETS,
    TITLE,
    About,
)
from kotacerdas.workbook.schema import VERSION
from kotacerdas.workbook.writing import Records, explained, table_of, xlsx


def write_reports(
    records: Records, about: About, language: Language, names: About | None = None
) -> bytes:
    """The records as an .xlsx; `names` are what people call what `about` names by codes."""
    tables = [
        table_of(sheet, records.get(sheet.name, ()), language, has_region=False)
        for sheet in REPORT_SHEETS
    ]
    return xlsx(tables, _instructions(about, names or about, language), language, INPUTS)


def _instructions(about: About, names: About, language: Language) -> list[list[object]]:
    rows: list[list[object]] = [[TITLE[language], VERSION]]
    rows += [
        [titles[list(Language).index(language)], getattr(about, part), getattr(names, part)]
        for part, titles in ABOUT.items()
    ]
    rows += [[line] for line in LINES[language]]
    return [*rows, [], *explained(REPORT_SHEETS, REPORT_EXPLANATIONS, language)]
