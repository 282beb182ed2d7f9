"""The index of the evidence of a questionnaire's items, as PDF and as XLSX."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kotacerdas.documents.annex_tables import COUNT, Column, Sheet
from kotacerdas.documents.annex_tables import TEXT as TEXT_CELL
from kotacerdas.documents.facts import TEXT
from kotacerdas.documents.pdf import compiled
from kotacerdas.documents.report import colours
from kotacerdas.documents.xlsx import About, workbook
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.cutting import breakable, cut
from kotacerdas.wording.numbers import NOTHING, Language, file_size

_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_FILE = 160, 400, 200
_HALF = 32  # of a SHA-256 as it is written
_HEAD = (
    *("evidence_index.file", "evidence_index.pages"),
    *("evidence_index.size", "evidence_index.sha256"),
)
_COLUMNS = (
    ("evidence_index.chapter", 16, TEXT_CELL),
    ("evidence_index.code", 8, TEXT_CELL),
    ("evidence_index.item", 34, TEXT_CELL),
    ("evidence_index.level", 9, COUNT),
    ("evidence_index.sentence", 44, TEXT_CELL),
    ("evidence_index.title", 30, TEXT_CELL),
    ("evidence_index.path", 60, TEXT_CELL),
    ("evidence_index.note", 30, TEXT_CELL),
    ("evidence_index.pages", 10, COUNT),
    ("evidence_index.bytes", 14, COUNT),
    ("evidence_index.sha256", 68, TEXT_CELL),
    ("evidence_index.original", 68, TEXT_CELL),
    ("evidence_index.url", 50, TEXT_CELL),
)


@dataclass(frozen=True)
class Piece:
    """A piece of evidence; `url` is its page on the site.

    `path` is where it is in the bundle, `target` where a link leads; of what was left out both are
    empty, and `note` says why. `original` is the hash of what was sent, where another file is
    shown for it.
    """

    title: str
    url: str
    path: str = ""
    target: str = ""
    pages: int = 0
    size: int = 0
    sha256: str = ""
    original: str = ""
    note: str = ""

    @property
    def is_left_out(self) -> bool:
        return not self.path and not self.target


@dataclass(frozen=True)
class Answer:
    """An item or a document, what is claimed in it, and its pieces; `url` is its page.

    `sentence` is what the level says, of a document whether it is there and valid.
    """

    code: str
    name: str
    url: str
    level: int | None
    sentence: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Chapter:
    name: str
    answers: Sequence[Answer]


@dataclass(frozen=True)
class Index:
    """`facts` are pairs of a label and a text, for the head."""

    title: str
    region: str
    facts: Sequence[tuple[str, str]]
    chapters: Sequence[Chapter]
    on: date
    language: Language


def index_pdf(index: Index) -> bytes:
    say = terms(index.language, TEXT)
    content = {
        "title": index.title,
        "region": index.region,
        "created": [index.on.year, index.on.month, index.on.day],
        "lang": index.language.value,
        "colours": colours(),
        "page": say("footer.page", n="\1", total="\2"),
        "facts": [[label, breakable(cut(text, _LONGEST_NAME))] for label, text in index.facts],
        "head": [say(key) for key in _HEAD],
        "none": say("evidence_index.none"),
        "chapters": [
            {
                "name": cut(chapter.name, _LONGEST_NAME),
                "answers": [_answer(one, index.language) for one in chapter.answers],
            }
            for chapter in index.chapters
        ],
    }
    return compiled("evidence_index.typ", {"content": json.dumps(content, ensure_ascii=False)})


def _answer(one: Answer, language: Language) -> dict[str, object]:
    say = terms(language, TEXT)
    claim = one.sentence
    if one.level is not None:
        claim = say("evidence_index.claim", level=one.level, sentence=one.sentence)
    return {
        "name": breakable(cut(f"{one.code} {one.name}".strip(), _LONGEST_NAME)),
        "url": one.url,
        "claim": breakable(cut(claim, _LONGEST_TEXT)),
        "pieces": [
            {
                "name": breakable(cut(_name(piece), _LONGEST_FILE)),
                "url": piece.target or piece.url,
                "note": breakable(cut(piece.note or piece.target, _LONGEST_FILE)),
                "left_out": piece.is_left_out,
                "pages": str(piece.pages or NOTHING),
                "size": file_size(piece.size, language) if piece.path else NOTHING,
                "sha256": [piece.sha256[:_HALF], piece.sha256[_HALF:]],
            }
            for piece in one.pieces
        ],
    }


def _name(piece: Piece) -> str:
    return piece.path.rpartition("/")[2] or piece.title


def index_xlsx(index: Index) -> bytes:
    """A row for each piece, and one for each item without any."""
    say = terms(index.language, TEXT)
    columns = [Column(say(key), width, form) for key, width, form in _COLUMNS]
    rows = [
        (chapter.name, one.code, one.name, one.level, one.sentence, *_cells(piece, one))
        for chapter in index.chapters
        for one in chapter.answers
        for piece in one.pieces or (None,)
    ]
    about = About(
        title=index.title,
        creator=index.region,
        footer=f"{cut(index.region, 60)} · {cut(index.title, 60)}",
        as_of=index.on,
        language=index.language,
    )
    head = [Column(say("evidence_index.about"), 30), Column("", 90)]
    sheets = [
        Sheet(say("evidence_index.files_sheet"), columns, rows),
        Sheet(say("evidence_index.about"), head, index.facts, has_filter=False),
    ]
    return workbook(sheets, about)


def _cells(piece: Piece | None, of: Answer) -> tuple[object, ...]:
    if piece is None:
        return (*[None] * 7, of.url)
    return (
        *(piece.title, piece.path or piece.target or None, piece.note or None),
        *(piece.pages or None, piece.size if piece.path else None, piece.sha256 or None),
        *(piece.original or None, piece.url),
    )
