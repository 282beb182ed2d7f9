"""The format of the workbook as a table: sheets, columns, fixed words, keys, references.

Everything that reads, checks, writes or explains the format is driven by `SHEETS`; a field is
added by adding its `Column` here, its explanation in `guide.py` and its line in docs/workbook.md.
What the edition of the evaluation decides, `sheets_of` fills in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kotacerdas.frameworks import innovation_index
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.frameworks.other_indices import other_indices
from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.columns import Column, Kind, Sheet, Unit
from kotacerdas.workbook.periods import period_code

VERSION = 2
INSTRUCTIONS = ("Petunjuk", "Instructions")  # the sheet for people; its B1 holds the version
MAX_CODE_LENGTH = 100
LARGEST = 1e15  # beyond it a number's last digit is lost, and sums soon are

LEVELS = {"province": "provinsi", "regency": "kabupaten", "city": "kota"}
REGULATION_TYPES = {
    "perda": "perda",
    "perbup": "perbup",
    "perwal": "perwal",
    "sk": "sk",
    "masterplan": "masterplan",
    "other": "lainnya",
}
INDICATOR_LEVELS = {"output": "keluaran", "outcome": "hasil", "impact": "dampak"}
POLARITIES = {"higher": "naik", "lower": "turun", "range": "rentang"}
AGGREGATIONS = {"last": "terakhir", "sum": "jumlah", "mean": "rata-rata"}
PERIODS = {f"q{n}": f"tw{n}" for n in range(1, 5)} | {
    word: word for word in ("s1", "s2", *(f"m{n:02}" for n in range(1, 13)))
}
STATUSES = {"not_applicable": "tidak berlaku"}
BUDGET_SOURCES = {
    "apbd": "apbd",
    "apbd-prov": "apbd-prov",
    "apbn": "apbn",
    "csr": "csr",
    "other": "lainnya",
}
INNOVATION_FORMS = {
    "governance": "tata kelola",
    "public-service": "pelayanan publik",
    "other": "lainnya",
}
# From an idea on, in the order in which an innovation passes them.
STAGES = {
    "idea": "inisiatif",
    "screened": "lolos kajian",
    "trial": "uji coba",
    "applied": "penerapan",
    "replicated": "direplikasi",
    "retired": "purna",
}
CAPACITY_KINDS = {
    "hr": "sdm",
    "infrastructure": "infrastruktur",
    "application": "aplikasi",
    "literacy": "literasi",
}
REGION_COLUMN = Column("region", "daerah", Kind.CODE, refers_to="Region")


def stage_day(stage: str) -> str:
    """The column with the day on which an innovation reached the stage."""
    return f"{stage}_on"


def _code() -> Column:
    return Column("code", "kode", Kind.CODE)


def _agency(*, optional: bool = False) -> Column:
    return Column("agency", "perangkat daerah", Kind.CODE, optional=optional, refers_to="Agencies")


def _text(name: str, alias: str, *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.TEXT, optional=optional)


def _year(name: str = "year", alias: str = "tahun", *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.YEAR, optional=optional, at_least=1900, at_most=2200)


def _yes_no(name: str, alias: str, *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.YES_NO, optional=optional)


def _word(name: str, alias: str, words: dict[str, str], *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.WORD, optional=optional, words=words)


def _weight() -> Column:
    return Column("weight", "bobot", Kind.NUMBER, optional=True, above=0, default=1.0)


def money_column(name: str, alias: str, *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.NUMBER, optional=optional, at_least=0, unit=Unit.RUPIAH)


def _dimension(*, optional: bool = False) -> Column:
    return Column("dimension", "dimensi", Kind.WORD, optional=optional, by_edition="dimensions")


def _figure(name: str, alias: str, *, optional: bool = False) -> Column:
    return Column(name, alias, Kind.NUMBER, optional=optional, unit=Unit.OWN)


def period_column() -> Column:
    return Column("period", "periode", Kind.WORD, optional=True, words=PERIODS, also=period_code)


def _evidence() -> Column:
    return Column("evidence", "bukti", Kind.TEXTS, optional=True)


def _grade(name: str, alias: str) -> Column:
    return Column(name, alias, Kind.NUMBER, optional=True, at_least=0, at_most=4)


def _other_value() -> Column:
    """On the scale of its index, which the checks know; the column holds those of all."""
    lowest, highest = zip(*(one.scale for one in other_indices().values()), strict=True)
    return Column("value", "nilai", Kind.NUMBER, at_least=min(lowest), at_most=max(highest))


def _marked(unit: str) -> tuple[Column, ...]:
    """What is said of an indicator of the regional innovation index, by the numbers in its list."""
    indicators = innovation_index.every_indicator()[unit]
    highest = max(
        innovation_index.load(one).highest_parameter for one in innovation_index.packaged()
    )
    return (
        Column(
            "indicator",
            "indikator",
            Kind.WORD,
            words={one.code: one.code for one in indicators},
            labels={
                one.code: (f"{one.code} · {one.name_id}", f"{one.code} · {one.name_en}")
                for one in indicators
            },
        ),
        Column("parameter", "parameter", Kind.WHOLE, at_least=0, at_most=highest),
        _text("note", "catatan", optional=True),
        _evidence(),
        Column("verified", "terverifikasi", Kind.YES_NO, optional=True, default=False),
    )


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Region",
        "Daerah",
        (
            _code(),
            _text("name", "nama"),
            _word("level", "tingkat", LEVELS),
            Column("parent", "induk", Kind.CODE, optional=True),
            Column("population", "penduduk", Kind.WHOLE, optional=True, at_least=0),
            _text("vision", "visi", optional=True),
            Column("aims", "arah", Kind.TEXTS, optional=True),
            Column("framework", "kerangka", Kind.CODE, optional=True),
        ),
        key=("code",),
        required=True,
    ),
    Sheet(
        "Agencies",
        "Perangkat Daerah",
        (
            _code(),
            _text("name", "nama"),
            _text("head", "kepala", optional=True),
            _text("email", "surel", optional=True),
            Column("retired_on", "purna sejak", Kind.DATE, optional=True),
        ),
        key=("code",),
        required=True,
    ),
    Sheet(
        "Missions",
        "Misi",
        (_code(), _text("plan", "dokumen"), _text("text", "uraian")),
        key=("code",),
    ),
    Sheet(
        "Regulations",
        "Regulasi",
        (
            _code(),
            _word("type", "jenis", REGULATION_TYPES),
            _text("number", "nomor"),
            _year(),
            _text("title", "judul"),
            Column("valid_from", "berlaku mulai", Kind.DATE, optional=True),
            Column("valid_to", "berlaku sampai", Kind.DATE, optional=True),
            _text("url", "tautan", optional=True),
        ),
        key=("code",),
    ),
    Sheet(
        "Programmes",
        "Program",
        (
            _code(),
            _text("name", "nama"),
            _dimension(),
            _text("sub_dimension", "sub dimensi", optional=True),
            _agency(),
            Column("partners", "mitra", Kind.TEXTS, optional=True),
            Column("missions", "misi", Kind.CODES, optional=True, refers_to="Missions"),
            Column("regulations", "regulasi", Kind.CODES, optional=True, refers_to="Regulations"),
            _yes_no("quick_win", "quick win"),
            _year("start_year", "tahun mulai"),
            _year("end_year", "tahun selesai"),
            _weight(),
            Column("sipd_code", "kode sipd", Kind.CODE, optional=True),
            _text("description", "uraian", optional=True),
        ),
        key=("code",),
        required=True,
    ),
    Sheet(
        "Stewardships",
        "Pengampu",
        (
            Column("programme", "program", Kind.CODE, refers_to="Programmes"),
            _year("from_year", "mulai tahun"),
            _agency(),
        ),
        key=("programme", "from_year"),
    ),
    Sheet(
        "Indicators",
        "Indikator",
        (
            _code(),
            Column("programme", "program", Kind.CODE, refers_to="Programmes"),
            _text("name", "nama"),
            _word("level", "tingkat", INDICATOR_LEVELS),
            _text("unit", "satuan"),
            _word("polarity", "polaritas", POLARITIES),
            _word("aggregation", "agregasi", AGGREGATIONS),
            _year("baseline_year", "tahun dasar", optional=True),
            _figure("baseline", "nilai dasar", optional=True),
            _weight(),
            _text("data_source", "sumber data", optional=True),
            _text("standard", "standar", optional=True),
            _year("last_year", "tahun terakhir", optional=True),
        ),
        key=("code",),
    ),
    Sheet(
        "Targets",
        "Target",
        (
            Column("indicator", "indikator", Kind.CODE, refers_to="Indicators"),
            _year(),
            period_column(),
            _figure("target", "target"),
            _figure("target_max", "target maks", optional=True),
        ),
        key=("indicator", "year", "period"),
    ),
    Sheet(
        "Realisation",
        "Realisasi",
        (
            Column("programme", "program", Kind.CODE, optional=True, refers_to="Programmes"),
            Column("indicator", "indikator", Kind.CODE, optional=True, refers_to="Indicators"),
            _year(),
            period_column(),
            _yes_no("realised", "terealisasi", optional=True),
            _figure("value", "nilai", optional=True),
            _word("status", "status", STATUSES, optional=True),
            Column("verified", "terverifikasi", Kind.YES_NO, optional=True, default=False),
            _text("note", "catatan", optional=True),
            _evidence(),
        ),
        key=("programme", "indicator", "year", "period"),
    ),
    Sheet(
        "Budget",
        "Anggaran",
        (
            Column("programme", "program", Kind.CODE, refers_to="Programmes"),
            _year(),
            _word("source", "sumber", BUDGET_SOURCES),
            money_column("ceiling", "pagu"),
            money_column("realised", "realisasi", optional=True),
        ),
        key=("programme", "year", "source"),
    ),
    Sheet(
        "Innovations",
        "Inovasi",
        (
            _code(),
            _agency(),
            _text("name", "nama"),
            _year(),
            _yes_no("public_service", "layanan publik"),
            _word("form", "bentuk", INNOVATION_FORMS),
            _yes_no("digital", "digital"),
            _word("stage", "tahap", STAGES),
            _text("affair", "urusan", optional=True),
            Column("programme", "program", Kind.CODE, optional=True, refers_to="Programmes"),
            _grade("effective", "efektif"),
            _grade("efficient", "efisien"),
            _grade("simple", "sederhana"),
            _text("summary", "ringkasan", optional=True),
            _evidence(),
            Column("partners", "opd mitra", Kind.CODES, optional=True, refers_to="Agencies"),
            *(
                Column(stage_day(stage), f"{alias} sejak", Kind.DATE, optional=True)
                for stage, alias in STAGES.items()
            ),
            _text("replicates", "meniru", optional=True),
            Column("same_as", "sama dengan", Kind.CODE, optional=True),
            _text("measured", "yang diukur", optional=True),
            Column("indicator", "indikator", Kind.CODE, optional=True, refers_to="Indicators"),
            _figure("value_before", "nilai sebelum", optional=True),
            _figure("value_after", "nilai sesudah", optional=True),
            _text("unit", "satuan", optional=True),
            _text("measured_by", "sumber ukuran", optional=True),
            _yes_no("in_deck", "tampil di paparan", optional=True),
        ),
        key=("code",),
    ),
    Sheet(
        "Capacity",
        "Kapasitas",
        (
            _code(),
            _word("kind", "jenis", CAPACITY_KINDS),
            _text("item", "uraian"),
            _agency(optional=True),
            _year(),
            _text("unit", "satuan"),
            _figure("target", "target"),
            _figure("realised", "realisasi", optional=True),
        ),
        key=("code", "year"),
    ),
    Sheet(
        "Index",
        "Indeks",
        (
            _year(),
            Column("framework", "kerangka", Kind.CODE),
            Column("component", "komponen", Kind.WORD, by_edition="components"),
            _dimension(optional=True),
            _text("assessor", "asesor", optional=True),
            Column("score", "skor", Kind.NUMBER, by_edition="scale"),
            _text("comment", "komentar", optional=True),
            _text("source", "sumber", optional=True),
        ),
        key=("year", "framework", "component", "dimension", "assessor"),
    ),
    Sheet(
        "OtherRegions",
        "Daerah Lain",
        (
            _text("place", "nama daerah"),
            _year(),
            Column("value", "nilai", Kind.NUMBER, by_edition="scale"),
            _text("source", "sumber"),
            _text("url", "tautan", optional=True),
        ),
        key=("place", "year"),
    ),
    Sheet(
        "OtherIndices",
        "Indeks Lain",
        (
            _word("index", "indeks", {code: code for code in other_indices()}),
            _year(),
            _other_value(),
            _text("source", "sumber"),
            _text("url", "tautan", optional=True),
        ),
        key=("index", "year"),
    ),
    Sheet(
        "InnovationMarks",
        "Kematangan",
        (
            Column("innovation", "inovasi", Kind.CODE, refers_to="Innovations"),
            *_marked("innovation"),
        ),
        key=("innovation", "indicator"),
    ),
    Sheet(
        "RegionMarks",
        "Indikator Pemda",
        (_year(), *_marked("government")),
        key=("year", "indicator"),
    ),
)

BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def sheets_of(edition: Framework) -> tuple[Sheet, ...]:
    """`SHEETS` with the vocabularies of the edition.

    Index holds scores of years gone by, each under its own edition, so that its words are those of
    all of them; a row is held to its own by the checks.
    """
    others = [load(name) for name in packaged() if name != edition.id]
    return tuple(
        sheet_of(sheet, [edition, *others] if sheet.name == "Index" else [edition])
        for sheet in SHEETS
    )


def sheet_of(sheet: Sheet, editions: Sequence[Framework]) -> Sheet:
    """The sheet with the words and bounds of the editions."""
    return replace(sheet, columns=tuple(_filled(column, editions) for column in sheet.columns))


def _filled(column: Column, editions: Sequence[Framework]) -> Column:
    if not column.by_edition:
        return column
    if column.by_edition == "scale":
        lowest, highest = zip(*(edition.scale for edition in editions), strict=True)
        return replace(column, at_least=min(lowest), at_most=max(highest))
    parts = [part for edition in editions for part in getattr(edition, column.by_edition)]
    names = {normalised(part.name(language)): part.code for part in parts for language in Language}
    return replace(
        column,
        words={part.code: part.code.replace("_", " ") for part in parts},
        labels={  # the first edition's, where several have the code
            part.code: (part.name(Language.ID), part.name(Language.EN)) for part in reversed(parts)
        },
        also=lambda text: names.get(normalised(text)),
        moved={word: to for edition in editions for word, to in _moved(edition)},
    )


def _moved(edition: Framework) -> Iterator[tuple[str, str]]:
    """What the crosswalk says of another edition's words, by code and by name; `` is undecided."""
    for base, codes in edition.crosswalk.items():
        old = load(base) if base in packaged() else None
        for code, to in codes.items():
            names = {old.name_of(code, language) for language in Language} if old else set()
            for name in {code, *names}:
                yield normalised(name), to or ""
