"""The workbook in which an assessor scores without a connection: out, and what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.questionnaire_sheets import explanations
from kotacerdas.workbook.reading import faults_of, in_reading_order, matched_sheets
from kotacerdas.workbook.schema import VERSION
from kotacerdas.workbook.sheets import read_sheet
from kotacerdas.workbook.tables import parse
from kotacerdas.workbook.writing import Records, explained, table_of, xlsx

# Of which stage it is: whatever is not the same as it comes back is refused.
_ABOUT = Sheet(
    "Assessment",
    "Penilaian",
    (
        Column("code", "kode", Kind.CODE),
        Column("year", "tahun", Kind.WHOLE),
        Column("stage", "tahap", Kind.CODE),
        Column("assessor", "asesor", Kind.TEXT),
        Column("submission", "penyerahan", Kind.TEXT),
    ),
    key=("code",),
    required=True,
)
_SCORES = Sheet(
    "Scores",
    "Nilai",
    (
        Column("item", "butir", Kind.CODE),
        Column("name", "nama", Kind.TEXT, optional=True),
        Column("claim", "klaim", Kind.WHOLE, optional=True),
        Column("levels", "tingkat", Kind.TEXT, optional=True),
        Column("score", "nilai", Kind.NUMBER, optional=True),
        Column("comment", "catatan", Kind.TEXT, optional=True),
        Column("finding", "temuan", Kind.YES_NO, optional=True, default=False),
        Column("revision", "revisi", Kind.WHOLE, optional=True),
    ),
    key=("item",),
    required=True,
)
_SHEETS = (_ABOUT, _SCORES)
_TITLE = {Language.ID: "Lembar nilai, format versi", Language.EN: "Score sheet, format version"}
_LINES = {
    Language.ID: (
        "Isi kolom nilai, catatan, dan temuan pada lembar Nilai; butir tanpa nilai dilewati.",
        "Kolom revisi menunjukkan nilai yang Anda lihat saat mengunduh; biarkan apa adanya.",
        "Unggah kembali di halaman penilaian. Nilai yang diubah di situs sejak itu tidak ditimpa.",
    ),
    Language.EN: (
        "Fill in score, comment and finding on the sheet Scores; items without a score are left.",
        "The column revision says which score you saw as you took this out; leave it as it is.",
        "Send it back on the page of the assessment. What was changed there since is not replaced.",
    ),
}


@dataclass(frozen=True)
class ScoreRow:
    """What an assessor gave an item; `revision` is that of the score it replaces, 0 of none."""

    item: str
    score: float | None
    comment: str
    is_finding: bool
    revision: int


@dataclass(frozen=True)
class ScoreSheetReading:
    """Of which stage and submission the file is, and its rows; none with any error."""

    region: str = ""
    year: int = 0
    stage: str = ""
    submission: str = ""
    rows: tuple[ScoreRow, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not any(one.is_error for one in self.issues)


def write_score_sheet(
    about: Mapping[str, object], rows: Iterable[Mapping[str, object]], language: Language
) -> bytes:
    """The .xlsx of those rows, by the names of the columns."""
    records: Records = {"Assessment": [about], "Scores": list(rows)}
    tables = [table_of(one, records[one.name], language, has_region=False) for one in _SHEETS]
    lines: list[list[object]] = [[_TITLE[language], VERSION]]
    lines += [[one] for one in _LINES[language]]
    lines += [[], *explained(_SHEETS, explanations(_SHEETS), language)]
    return xlsx(tables, lines, language)


def read_score_sheet(data: bytes) -> ScoreSheetReading:
    """Read and check what came back."""
    try:
        file = parse(data)
    except UnusableFileError as error:
        return refused(error)
    if faults := faults_of(file):
        return ScoreSheetReading(issues=faults)
    tables, issues = matched_sheets(file, _SHEETS)
    readings = {
        one.name: read_sheet(one, tables[one.name], needs_region=False)
        for one in _SHEETS
        if one.name in tables
    }
    issues += [issue for reading in readings.values() for issue in reading.issues]
    names = [table.name for table in file.tables]
    found = in_reading_order(issues, names)
    heads = readings["Assessment"].frame.to_dicts() if "Assessment" in readings else []
    if any(one.is_error for one in found) or not heads:
        return ScoreSheetReading(issues=found)
    head = heads[0]
    return ScoreSheetReading(
        head["code"],
        head["year"],
        head["stage"],
        head["submission"],
        tuple(_row(one) for one in readings["Scores"].frame.to_dicts()),
        found,
    )


def _row(row: Mapping[str, object]) -> ScoreRow:
    score, revision = row["score"], row["revision"]
    return ScoreRow(
        str(row["item"]),
        score if isinstance(score, float) else None,
        str(row["comment"] or ""),
        bool(row["finding"]),
        revision if isinstance(revision, int) else 0,
    )


def refused(error: UnusableFileError) -> ScoreSheetReading:
    """What is said of a file that is refused as a whole."""
    return ScoreSheetReading(issues=(error.issue,))
