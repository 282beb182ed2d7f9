"""A questionnaire out, as the workbook in which a region types its own."""

from collections.abc import Iterator

from kotacerdas.frameworks.framework import Named, Wording
from kotacerdas.frameworks.loading import load
from kotacerdas.frameworks.questionnaire import Item, Questionnaire, levels_of
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.questionnaire_sheets import (
    ABOUT,
    LINES,
    TITLE,
    english,
    explanations,
    level,
    level_from,
    sheets_of,
)
from kotacerdas.workbook.schema import VERSION
from kotacerdas.workbook.writing import Records, explained, table_of, xlsx

_Row = dict[str, object]


def write_questionnaire(asked: Questionnaire, language: Language) -> bytes:
    """The questionnaire as an .xlsx, which reads back as the same."""
    edition = load(asked.edition)
    sheets = (ABOUT, *sheets_of(edition))
    records: Records = {
        "Questionnaire": [_about(asked)],
        "Items": [_item(one, levels_of(edition)) for one in asked.items],
        "Evidence": [
            {"item": item.code, **_named(one), "from level": one.from_level}
            for item in asked.items
            for one in item.evidence
        ],
        "Figures": list(_figures(asked)),
        "Documents": [
            _named(one) | {"valid for years": one.valid_years} | _source(one.source)
            for one in asked.documents
        ],
        "Stages": [
            _named(one) | {"month": one.ends[0], "day": one.ends[1], "scored": one.is_scored}
            for one in asked.stages
        ],
    }
    tables = [table_of(sheet, records[sheet.name], language, has_region=False) for sheet in sheets]
    about: list[list[object]] = [[TITLE[language], VERSION]]
    about += [[line] for line in LINES[language]]
    about += [[], *explained(sheets, explanations(sheets), language)]
    return xlsx(tables, about, language)


def _about(asked: Questionnaire) -> _Row:
    return {
        "code": asked.id,
        "edition": asked.edition,
        "title": asked.title,
        **_source(asked.source),
        "valid from": asked.from_day,
        "own wording": asked.is_own_wording,
    }


def _source(one: Wording) -> _Row:
    return _both("source", one.text_id, one.text_en)


def _named(one: Named) -> _Row:
    return {"code": one.code} | _both("name", one.name_id, one.name_en)


def _both(name: str, indonesian: str, in_english: str) -> _Row:
    return {name: indonesian, english(name): in_english}


def _item(one: Item, levels: range) -> _Row:
    row = _named(one) | {
        "component": one.component,
        "dimension": one.dimension or None,
        "sub-dimension": one.sub_dimension or None,
        "answer": one.answer or None,
        **_both("question", one.question_id, one.question_en),
        **_both("why", one.why_id, one.why_en),
    }
    for number, indonesian, in_english in zip(levels, one.levels_id, one.levels_en, strict=True):
        row |= _both(level(number), indonesian, in_english)
    if one.suggestion is not None:
        row["suggested by"] = one.suggestion.figure
        values = zip(levels[1:], one.suggestion.from_values, strict=True)
        row |= {level_from(number): value for number, value in values}
    return row


def _figures(asked: Questionnaire) -> Iterator[_Row]:
    for item in asked.items:
        for one in item.figures:
            number = {"number": one.number, "share of": one.of or None, "change": one.is_change}
            yield {"item": item.code} | _named(one) | number
