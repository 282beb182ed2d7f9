"""The format of the workbook in which an agency reports on one period: its sheets and columns."""

from dataclasses import dataclass

from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.columns import Column, Kind, Sheet, Unit
from kotacerdas.workbook.guide import Explanations
from kotacerdas.workbook.periods import WHOLE_YEAR_NAME, period_code
from kotacerdas.workbook.problems import Term
from kotacerdas.workbook.schema import BUDGET_SOURCES, STATUSES, money_column, period_column

FULL_PCT = 100


@dataclass(frozen=True)
class About:
    """Whose workbook it is, by codes: `period` is `2022/q1`, or `2022/tahun` for the year."""

    region: str
    agency: str
    period: str

    @property
    def period_term(self) -> Term:
        """`Triwulan I 2022` and `Quarter 1 2022`; what is no period stays as it is."""
        year, _, part = self.period.partition("/")
        code = period_code(part)
        if code is None:
            return Term(self.period, self.period)
        name = code or WHOLE_YEAR_NAME
        return Term(*(f"{terms(language).term('period', name)} {year}" for language in Language))


# The lines of the instructions that say so: in column A one of the names, in column B the code.
ABOUT = {
    "region": ("Daerah", "Region"),
    "agency": ("Perangkat daerah", "Agency"),
    "period": ("Periode", "Period"),
}


def _programme() -> Column:
    return Column("programme", "program", Kind.CODE)


def _text(name: str, alias: str) -> Column:
    return Column(name, alias, Kind.TEXT, optional=True)


REPORT_SHEETS = (
    Sheet(
        "Reports",
        "Laporan",
        (
            _programme(),
            _text("name", "nama"),
            Column("realised", "terealisasi", Kind.YES_NO, optional=True),
            Column(
                "progress_pct",
                "kemajuan persen",
                Kind.NUMBER,
                optional=True,
                at_least=0,
                at_most=FULL_PCT,
                unit=Unit.PERCENT,
            ),
            _text("obstacles", "kendala"),
            _text("follow_up", "tindak lanjut"),
            _text("note", "catatan"),
        ),
        key=("programme",),
        required=True,
    ),
    Sheet(
        "Values",
        "Nilai",
        (
            _programme(),
            Column("indicator", "indikator", Kind.CODE),
            period_column(),
            _text("name", "nama"),
            _text("unit", "satuan"),
            _text("target", "target"),
            _text("previous", "sebelumnya"),
            Column("value", "nilai", Kind.FIGURE, optional=True, words=STATUSES, unit=Unit.OWN),
        ),
        key=("programme", "indicator", "period"),
    ),
    Sheet(
        "Money",
        "Anggaran",
        (
            _programme(),
            Column("source", "sumber", Kind.WORD, words=BUDGET_SOURCES),
            _text("ceiling", "pagu"),
            _text("previous", "sebelumnya"),
            money_column("realised", "realisasi", optional=True),
        ),
        key=("programme", "source"),
    ),
    Sheet(
        "Answers",
        "Jawaban",
        (
            _programme(),
            Column("rule", "aturan", Kind.CODE),
            _text("key", "kunci"),
            _text("warning", "peringatan"),
            _text("answer", "jawaban"),
        ),
        key=("programme", "rule", "key"),
    ),
)

# What is filled in; all else is there to be read.
INPUTS = {
    "Reports": ("realised", "progress_pct", "obstacles", "follow_up", "note"),
    "Values": ("value",),
    "Money": ("realised",),
    "Answers": ("answer",),
}

TITLE = {
    Language.ID: "Buku kerja pelaporan Kota Cerdas, format versi",
    Language.EN: "Kota Cerdas reporting workbook, format version",
}

LINES = {
    Language.ID: (
        "Isi sel yang berwarna. Sel lain hanya untuk dibaca.",
        "Yang Anda kosongkan tidak dilaporkan, dan itu bukan nol.",
        "Baris yang dihapus tidak mengubah apa pun.",
        "Tulis angka sebagai angka. Persen ditulis dari 0 sampai 100: 85 berarti 85 %.",
        "Anggaran ditulis dalam rupiah, seluruhnya sejak awal tahun.",
        "Unggah berkas ini di halaman tempat Anda mengunduhnya. Anda melihat dulu yang berubah.",
        "Peringatan yang perlu dijawab tampil di lembar Jawaban bila draf sudah disimpan.",
    ),
    Language.EN: (
        "Fill in the tinted cells. The others are there to be read.",
        "What you leave empty is not reported, which is not zero.",
        "A row that you delete changes nothing.",
        "Write numbers as numbers. Percentages run from 0 to 100: 85 means 85 %.",
        "Money is in rupiah, all that was spent since the year began.",
        "Upload this file on the page it came from. You see first what changes.",
        "Warnings to be answered stand in the sheet Answers once a draft was saved.",
    ),
}

_PROGRAMME = ("Kode program.", "The code of the programme.")
_TO_READ = ("Hanya untuk dibaca.", "To be read only.")

REPORT_EXPLANATIONS: Explanations = {
    ("Reports", "programme"): _PROGRAMME,
    ("Reports", "name"): _TO_READ,
    ("Reports", "realised"): ("Terealisasi atau belum.", "Whether it was realised."),
    ("Reports", "progress_pct"): (
        "Kemajuan fisik, 0 sampai 100.",
        "Physical progress, from 0 to 100.",
    ),
    ("Reports", "obstacles"): (
        "Kendala; wajib bila belum terealisasi.",
        "What hinders it; needed where it is not realised.",
    ),
    ("Reports", "follow_up"): ("Tindak lanjut.", "What follows."),
    ("Reports", "note"): ("Catatan.", "A note."),
    ("Values", "programme"): _PROGRAMME,
    ("Values", "indicator"): ("Kode indikator.", "The code of the indicator."),
    ("Values", "period"): (
        "Periode nilai; kosong berarti setahun penuh.",
        "The value's period; empty means the whole year.",
    ),
    ("Values", "name"): _TO_READ,
    ("Values", "unit"): _TO_READ,
    ("Values", "target"): _TO_READ,
    ("Values", "previous"): _TO_READ,
    ("Values", "value"): (
        "Nilainya, atau: tidak berlaku.",
        "Its value, or: not applicable.",
    ),
    ("Money", "programme"): _PROGRAMME,
    ("Money", "source"): ("Sumber dana.", "The source of the money."),
    ("Money", "ceiling"): _TO_READ,
    ("Money", "previous"): _TO_READ,
    ("Money", "realised"): (
        "Terserap sejak awal tahun, dalam rupiah.",
        "Spent since the year began, in rupiah.",
    ),
    ("Answers", "programme"): _PROGRAMME,
    ("Answers", "rule"): ("Aturan yang memperingatkan.", "The rule that warned."),
    ("Answers", "key"): ("Yang diperingatkan; boleh kosong.", "Of what it warned; may be empty."),
    ("Answers", "warning"): _TO_READ,
    ("Answers", "answer"): ("Penjelasan Anda.", "Your explanation."),
}
