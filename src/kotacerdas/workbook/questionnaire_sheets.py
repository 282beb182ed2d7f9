"""The format of the workbook in which a region types a questionnaire: its sheets and columns."""

from dataclasses import replace

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.questionnaire import levels_of
from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.guide import Explanations
from kotacerdas.workbook.schema import PERIODS, sheet_of

_MONTHS, _DAYS = 12, 31


def _text(name: str, alias: str, *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.TEXT, optional=optional)


def _code(name: str = "code", alias: str = "kode", *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.CODE, optional=optional)


def _names(name: str, alias: str) -> tuple[Column, Column]:
    """A text, and the same in English, which may be left out."""
    return _text(name, alias), _text(f"{name} (English)", f"{alias} (Inggris)", optional=True)


# What says which edition the words of the other sheets are of.
ABOUT = Sheet(
    "Questionnaire",
    "Kuesioner",
    (
        _code(),
        _code("edition", "edisi"),
        _text("title", "judul"),
        *_names("source", "sumber"),
        Column("valid from", "berlaku sejak", Kind.DATE),
        Column("own wording", "rumusan sendiri", Kind.YES_NO, optional=True, default=False),
    ),
    key=("code",),
    required=True,
)
_STAGES = Sheet(
    "Stages",
    "Tahap",
    (
        Column("code", "kode", Kind.WORD, words=PERIODS),
        *_names("name", "nama"),
        Column("month", "bulan", Kind.WHOLE, at_least=1, at_most=_MONTHS),
        Column("day", "tanggal", Kind.WHOLE, at_least=1, at_most=_DAYS),
        Column("scored", "dinilai", Kind.YES_NO, optional=True, default=False),
    ),
    key=("code",),
    required=True,
)
_DOCUMENTS = Sheet(
    "Documents",
    "Dokumen",
    (
        _code(),
        *_names("name", "nama"),
        Column("valid for years", "berlaku tahun", Kind.WHOLE, at_least=0, at_most=100),
        *_names("source", "sumber"),
    ),
    key=("code",),
    required=True,
)
_FIGURES = Sheet(
    "Figures",
    "Angka",
    (
        _code("item", "butir"),
        _code(),
        *_names("name", "nama"),
        _text("number", "nama angka"),
        _text("share of", "persen dari", optional=True),
        Column("change", "perubahan", Kind.YES_NO, optional=True, default=False),
    ),
    key=("item", "code"),
)


def level(number: int) -> str:
    """The column with the sentence of a level."""
    return f"level {number}"


def level_from(number: int) -> str:
    """The column with the least value of a figure that suggests the level."""
    return f"level {number} from"


def english(name: str) -> str:
    """The column with the English of another."""
    return f"{name} (English)"


def sheets_of(edition: Framework) -> tuple[Sheet, ...]:
    """All sheets but `ABOUT`, with the levels and the words of the edition."""
    return (
        sheet_of(_items(edition), [edition]),
        _evidence(edition),
        _FIGURES,
        _DOCUMENTS,
        _STAGES,
    )


def _items(edition: Framework) -> Sheet:
    levels = levels_of(edition)
    subs = [sub for dimension in edition.dimensions for sub in dimension.sub_dimensions]
    names = {normalised(sub.name(language)): sub.code for sub in subs for language in Language}
    words = {sub.code: sub.code.replace("_", " ") for sub in subs}
    component = Column("component", "komponen", Kind.WORD, by_edition="components")
    return Sheet(
        "Items",
        "Butir",
        (
            _code(),
            component,
            replace(
                component,
                name="dimension",
                alias="dimensi",
                by_edition="dimensions",
                optional=True,
            ),
            Column(
                "sub-dimension",
                "subdimensi",
                Kind.WORD,
                optional=True,
                words=words,
                also=lambda text: names.get(normalised(text)),
            ),
            *_names("name", "nama"),
            *_names("question", "pertanyaan"),
            *_names("why", "alasan"),
            *(part for one in levels for part in _names(level(one), f"tingkat {one}")),
            _text("answer", "jawaban", optional=True),
            _code("suggested by", "disarankan oleh", optional=True),
            *(
                Column(level_from(one), f"tingkat {one} mulai", Kind.NUMBER, optional=True)
                for one in levels[1:]
            ),
        ),
        key=("code",),
        required=True,
    )


def _evidence(edition: Framework) -> Sheet:
    levels = levels_of(edition)
    return Sheet(
        "Evidence",
        "Bukti",
        (
            _code("item", "butir"),
            _code(),
            *_names("name", "nama"),
            Column(
                "from level",
                "mulai tingkat",
                Kind.WHOLE,
                optional=True,
                at_least=levels[0],
                at_most=levels[-1],
            ),
        ),
        key=("item", "code"),
    )


TITLE = {
    Language.ID: "Kuesioner evaluasi, format versi",
    Language.EN: "Questionnaire of the evaluation, format version",
}
LINES = {
    Language.ID: (
        "Isi berkas ini adalah contoh; ganti dengan kuesioner yang resmi.",
        "Satu baris untuk satu butir, bukti, angka, dokumen, atau tahap. Urutan kolom bebas.",
        "Kolom yang judulnya tebal wajib diisi. Setiap tingkat wajib memiliki kalimat.",
        "Tulis kode butir sebagai teks agar 1.10 tidak menjadi 1.1.",
        "Lembar Angka boleh kosong: hanya untuk butir yang dijawab oleh angka dari aplikasi ini.",
    ),
    Language.EN: (
        "What stands in this file is an example; replace it with the official questionnaire.",
        "One row is one item, piece of evidence, figure, document or stage. Order columns freely.",
        "Columns with a bold title must be filled. Each level must have its sentence.",
        "Write the codes of items as text, so that 1.10 does not become 1.1.",
        "The sheet Figures may be empty: it is for items that a figure answers.",
    ),
}

_NAME = ("Nama lengkap.", "The full name.")
_ITEM = ("Kode butir dari lembar Butir.", "The code of an item of the sheet Items.")
_PART_CODE = (
    "Huruf kecil, angka, dan _, diawali huruf.",
    "Lower-case letters, digits and _, beginning with a letter.",
)
_SOURCE = ("Sumber hukum atau terbitannya.", "Its legal or published source.")
_TEXTS: Explanations = {
    ("Questionnaire", "code"): ("Kode kuesioner.", "The code of the questionnaire."),
    ("Questionnaire", "edition"): (
        "Edisi yang menentukan komponen, dimensi, dan skala.",
        "The edition whose components, dimensions and scale these are.",
    ),
    ("Questionnaire", "title"): ("Judul kuesioner.", "The title of the questionnaire."),
    ("Questionnaire", "source"): _SOURCE,
    ("Questionnaire", "valid from"): ("Tanggal mulai berlaku.", "The day from which it holds."),
    ("Questionnaire", "own wording"): (
        "Ya bila bukan kalimat dari kementerian.",
        "Yes where the sentences are not the ministry's.",
    ),
    ("Items", "code"): ("Angka dengan titik, misalnya 2.1.", "Numbers with dots, such as 2.1."),
    ("Items", "component"): ("Komponen yang dinilai.", "The component that it belongs to."),
    ("Items", "dimension"): (
        "Kosong bila butir berlaku untuk keseluruhan.",
        "Empty where the item is of the whole.",
    ),
    ("Items", "sub-dimension"): (
        "Subdimensi dari dimensi itu.",
        "A sub-dimension of that dimension.",
    ),
    ("Items", "name"): _NAME,
    ("Items", "question"): ("Apa yang ditanyakan.", "What is asked."),
    ("Items", "why"): ("Mengapa ditanyakan.", "Why it is asked."),
    ("Items", "answer"): (
        "Awal jawaban; {kode} menjadi angka dari lembar Angka.",
        "How the answer begins; {code} becomes a figure of the sheet Figures.",
    ),
    ("Items", "suggested by"): (
        "Kode angka yang menyarankan tingkat.",
        "The code of the figure that suggests a level.",
    ),
    ("Evidence", "item"): _ITEM,
    ("Evidence", "code"): _PART_CODE,
    ("Evidence", "name"): _NAME,
    ("Evidence", "from level"): (
        "Diminta mulai tingkat ini; kosong berarti di atas yang terendah.",
        "Asked for from this level on; empty means above the lowest.",
    ),
    ("Figures", "item"): _ITEM,
    ("Figures", "code"): _PART_CODE,
    ("Figures", "name"): _NAME,
    ("Figures", "number"): (
        "Nama angka, misalnya budget/absorption_pct.",
        "The name of the number, such as budget/absorption_pct.",
    ),
    ("Figures", "share of"): (
        "Nama angka lain bila angka ini ditulis sebagai persennya.",
        "The name of another number, where it is said as a percentage of that.",
    ),
    ("Figures", "change"): (
        "Ya untuk selisih dengan tahun sebelumnya.",
        "Yes for the difference to the year before.",
    ),
    ("Documents", "code"): _PART_CODE,
    ("Documents", "name"): _NAME,
    ("Documents", "valid for years"): (
        "Berlaku berapa tahun; 0 bila tidak pernah lewat masa.",
        "After how many years it lapses; 0 for never.",
    ),
    ("Documents", "source"): _SOURCE,
    ("Stages", "code"): (
        "Semester, triwulan, atau bulan: s1, tw4, m11.",
        "A half, quarter or month: s1, q4, m11.",
    ),
    ("Stages", "name"): _NAME,
    ("Stages", "month"): ("Bulan berakhirnya tahap.", "The month in which it ends."),
    ("Stages", "day"): ("Tanggal berakhirnya tahap.", "The day of the month on which it ends."),
    ("Stages", "scored"): ("Apakah tahap ini dinilai.", "Whether the stage is scored."),
}
_ENGLISH = ("Teks bahasa Inggris; boleh kosong.", "The English text; may be empty.")
_LEVEL = ("Kalimat untuk tingkat ini.", "The sentence of this level.")
_FROM = ("Nilai angka terkecil untuk tingkat ini.", "The least value of the figure for this level.")


def explanations(sheets: tuple[Sheet, ...]) -> Explanations:
    """What each column of the sheets is for."""
    return {
        (sheet.name, column.name): _explanation(sheet.name, column.name)
        for sheet in sheets
        for column in sheet.columns
    }


def _explanation(sheet: str, column: str) -> tuple[str, str]:
    known = _TEXTS.get((sheet, column))
    if known is not None:
        return known
    if column.endswith(english("")):
        return _ENGLISH
    return _FROM if column.endswith(" from") else _LEVEL
