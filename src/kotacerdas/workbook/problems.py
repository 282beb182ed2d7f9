"""What can be wrong with a workbook: how grave it is, what to say, what was expected.

The sentences stand in `problems.toml`.
"""

import tomllib
from enum import StrEnum, auto
from pathlib import Path
from typing import Any, NamedTuple

from kotacerdas.wording.numbers import Language


class Severity(StrEnum):
    """An error keeps the whole workbook out; a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


class Term(NamedTuple):
    """A text in both languages."""

    id: str
    en: str

    def said(self, language: Language, **parts: str) -> str:
        return str(getattr(self, language)).format(**parts)


Parts = tuple[tuple[str, str | Term], ...]


class Problem(StrEnum):
    """Each problem by name, as `problems.toml` has it in small letters."""

    # The file
    UNREADABLE = auto()
    OLD_EXCEL = auto()
    ENCRYPTED = auto()
    MACROS = auto()
    TOO_LARGE = auto()
    TOO_HEAVY = auto()
    SPRAWLING = auto()
    NEWER_VERSION = auto()
    NOT_FOR_REPORTS = auto()
    OTHER_WORKBOOK = auto()
    REPORTING_WORKBOOK = auto()
    REGION_WORKBOOK = auto()

    # A CSV file
    NOT_UTF8 = auto()
    NUL_CHARACTER = auto()
    UNCLOSED_QUOTE = auto()
    STRAY_QUOTE = auto()
    TOO_MANY_CELLS = auto()
    ROWS_IN_A_CELL = auto()

    # Sheets and columns
    MISSING_SHEET = auto()
    SHEET_TWICE = auto()
    UNKNOWN_SHEET = auto()
    HIDDEN_SHEET = auto()
    HIDDEN_ROW = auto()
    HIDDEN_COLUMN = auto()
    HEADER_BELOW = auto()
    MERGED = auto()
    MISSING_COLUMN = auto()
    COLUMN_TWICE = auto()
    UNKNOWN_COLUMN = auto()
    NO_REGION = auto()

    # One cell
    EMPTY = auto()
    NOT_A_NUMBER = auto()
    AMBIGUOUS_NUMBER = auto()
    THREE_DECIMALS = auto()
    OTHER_UNIT = auto()
    NOT_WHOLE = auto()
    NOT_A_YEAR = auto()
    NOT_A_DATE = auto()
    NOT_YES_NO = auto()
    NOT_A_WORD = auto()
    WORD_MOVED = auto()
    WORD_UNDECIDED = auto()
    OTHER_EDITION = auto()
    UNKNOWN_EDITION = auto()
    TWO_EDITIONS = auto()
    NUMBER_AS_CODE = auto()
    DATE_AS_CODE = auto()
    TWIN_CODE = auto()
    CODE_TOO_LONG = auto()
    CODE_OF_DOTS = auto()
    TEXT_TOO_LONG = auto()
    DATE_AS_TEXT = auto()
    NOT_TEXT = auto()
    ERROR_VALUE = auto()
    NO_CACHED_VALUE = auto()
    OUT_OF_BOUNDS = auto()
    BEYOND_SCALE = auto()
    NO_EVIDENCE = auto()
    NOT_DUE = auto()
    NOT_ASKED = auto()

    # Between rows
    DUPLICATE = auto()
    UNKNOWN_REFERENCE = auto()
    OTHER_SPELLING = auto()
    ENDS_BEFORE_START = auto()
    STAGE_OUT_OF_ORDER = auto()
    STAGE_NOT_REACHED = auto()
    STAGE_SKIPPED = auto()
    YEAR_BEFORE_IDEA = auto()
    SAME_AS_ITSELF = auto()
    TOO_MANY_IN_DECK = auto()
    YEAR_OUTSIDE_PROGRAMME = auto()
    WHOLE_YEAR_BESIDE_PERIODS = auto()
    HELD_IN_PART = auto()
    TARGET_MAX_MISSING = auto()
    TARGET_MAX_UNUSED = auto()
    TARGET_MAX_BELOW = auto()
    ONE_OF_TWO = auto()
    NOT_FOR_PROGRAMME = auto()
    NOT_FOR_INDICATOR = auto()
    VALUE_NOT_APPLICABLE = auto()
    SAYS_NOTHING = auto()
    DIMENSION_NOT_SCORED = auto()
    SCORED_TWICE = auto()
    LOOKS_LIKE_FRACTION = auto()
    IN_MILLIONS = auto()
    PART_OF_A_RUPIAH = auto()
    FAR_BELOW_CEILING = auto()
    PERIODS_OVERLAP = auto()

    # A questionnaire
    NO_QUESTIONNAIRE = auto()
    NO_ROWS = auto()
    ONE_ROW = auto()
    ITEM_CODE = auto()
    PART_CODE = auto()
    NUMBER_NAME = auto()
    NO_SUCH_FIGURE = auto()
    CHANGE_OF_SHARE = auto()
    SUB_ELSEWHERE = auto()
    FALLS = auto()
    NOTHING_ASKED = auto()
    NO_SUCH_DAY = auto()
    STAGES_OUT_OF_ORDER = auto()
    UNFIT_QUESTIONNAIRE = auto()

    @property
    def severity(self) -> Severity:
        return Severity(_SENTENCES[self]["severity"])

    @property
    def asks(self) -> bool:
        """Whether it is a warning that somebody has to confirm before anything is written."""
        return bool(_SENTENCES[self].get("asks", False))

    @property
    def message(self) -> Term:
        return Term(*_SENTENCES[self]["message"])

    @property
    def expected(self) -> Term:
        return Term(*_SENTENCES[self]["expected"])


_SENTENCES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("problems.toml").read_text("utf-8")
)
