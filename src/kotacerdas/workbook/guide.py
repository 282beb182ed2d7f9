"""What each sheet and column is for, said on the instructions sheet of the template."""

from kotacerdas.frameworks.other_indices import other_indices
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.columns import Column, Kind, Sheet
from kotacerdas.workbook.schema import STAGES, stage_day

TITLE = {
    Language.ID: "Buku kerja Kota Cerdas, format versi",
    Language.EN: "Kota Cerdas workbook, format version",
}

# Beside what `workbook.base` writes.
BASE = {
    Language.ID: "Diekspor dari (jangan diubah)",
    Language.EN: "Exported from (don't change)",
}

LINES = {
    Language.ID: (
        "Isi satu baris untuk satu data. Nama lembar dan kolom jangan diubah; urutan kolom bebas.",
        "Kolom yang judulnya tebal wajib diisi.",
        "Tulis kode sebagai teks agar nol di depan atau di belakang tidak hilang (33.10).",
        "Tulis angka sebagai angka. Persen ditulis dari 0 sampai 100: 85 berarti 85 %.",
        "Daftar dipisahkan tanda titik koma (;). Tanggal ditulis 2022-12-31.",
        "Bila beberapa daerah dalam satu berkas, setiap lembar memerlukan kolom daerah (kode).",
        "Kosong berarti belum ada isian, bukan nol.",
    ),
    Language.EN: (
        "One row is one record. Keep the names of sheets and columns; their order is free.",
        "Columns with a bold title must be filled.",
        "Write codes as text, so that zeros in front or behind are not lost (33.10).",
        "Write numbers as numbers. Percentages run from 0 to 100: 85 means 85 %.",
        "Lists are separated by a semicolon (;). Dates are written 2022-12-31.",
        "With several regions in one file, every sheet needs a column region (its code).",
        "Empty means nothing was entered, which is not zero.",
    ),
}

HEADINGS = {
    Language.ID: ("Lembar", "Kolom", "Wajib", "Isi", "Penjelasan"),
    Language.EN: ("Sheet", "Column", "Required", "Holds", "Explanation"),
}

KINDS = {
    Kind.TEXT: ("teks", "text"),
    Kind.CODE: ("kode", "code"),
    Kind.NUMBER: ("angka", "number"),
    Kind.FIGURE: ("angka", "number"),
    Kind.WHOLE: ("bilangan bulat", "whole number"),
    Kind.YEAR: ("tahun", "year"),
    Kind.DATE: ("tanggal", "date"),
    Kind.YES_NO: ("ya; tidak", "yes; no"),
    Kind.TEXTS: ("daftar teks", "list of texts"),
    Kind.CODES: ("daftar kode", "list of codes"),
}

_CODE = ("Kode unik di lembar ini.", "A code, unique in this sheet.")
_NAME = ("Nama lengkap.", "The full name.")
_YEAR = ("Tahun data ini.", "The year of this record.")
_PERIOD = (
    "Kosong berarti setahun penuh; tw1..tw4, s1, s2, m01..m12.",
    "Empty means the whole year; q1..q4, s1, s2, m01..m12.",
)
_EVIDENCE = ("Nama berkas atau alamat bukti dukung.", "File names or addresses of the evidence.")
_STAGE_DAY = ("Tanggal mencapai tahap ini.", "The day on which it reached this stage.")
_GRADE = ("Nilai 0 sampai 4.", "A grade from 0 to 4.")
_WEIGHT = ("Bobot, di atas 0; kosong berarti 1.", "The weight, above 0; empty means 1.")

_SCALES = "; ".join(
    f"{code} {one.scale[0]:g}–{one.scale[1]:g}" for code, one in other_indices().items()
)

# By sheet and column, Indonesian and English.
Explanations = dict[tuple[str, str], tuple[str, str]]
_OF_A_MARK: dict[str, tuple[str, str]] = {
    "indicator": (
        "Nomor indikator dalam daftar Indeks Inovasi Daerah.",
        "The indicator's number in the list of the regional innovation index.",
    ),
    "parameter": (
        "0 sampai 3; lebih dari 0 baru bernilai bila ada bukti.",
        "0 to 3; above 0 it brings points only with evidence.",
    ),
    "note": ("Catatan.", "A note."),
    "evidence": _EVIDENCE,
    "verified": (
        "Apakah buktinya sudah diperiksa.",
        "Whether the evidence has been verified.",
    ),
}

EXPLANATIONS: Explanations = {
    ("Region", "code"): ("Kode wilayah, misalnya 33.25.", "The area code, such as 33.25."),
    ("Region", "name"): _NAME,
    ("Region", "level"): ("Tingkat daerah.", "The level of the region."),
    ("Region", "parent"): ("Kode provinsi.", "The code of the province."),
    ("Region", "population"): ("Jumlah penduduk.", "The number of inhabitants."),
    ("Region", "vision"): ("Visi daerah.", "The region's vision."),
    ("Region", "aims"): (
        "Arah, misalnya kota industri; kota wisata.",
        "Its aims, such as industrial city; tourism city.",
    ),
    ("Region", "framework"): (
        "Edisi kerangka evaluasi; kosong berarti gsc-2021.",
        "The edition of the evaluation; empty means gsc-2021.",
    ),
    ("Agencies", "code"): _CODE,
    ("Agencies", "name"): _NAME,
    ("Agencies", "head"): ("Nama kepala.", "The name of its head."),
    ("Agencies", "email"): ("Alamat surel resmi.", "Its official e-mail address."),
    ("Agencies", "retired_on"): (
        "Hari sejak perangkat daerah ini tidak ada lagi; kosong selama masih ada.",
        "The day from which it no longer exists; empty while it does.",
    ),
    ("Missions", "code"): _CODE,
    ("Missions", "plan"): (
        "Dokumen perencanaan, misalnya RPJMD 2017-2022.",
        "The plan it belongs to, such as RPJMD 2017-2022.",
    ),
    ("Missions", "text"): ("Bunyi misi.", "The words of the mission."),
    ("Regulations", "code"): _CODE,
    ("Regulations", "type"): ("Jenis peraturan.", "The kind of regulation."),
    ("Regulations", "number"): ("Nomor peraturan.", "Its number."),
    ("Regulations", "year"): ("Tahun peraturan.", "Its year."),
    ("Regulations", "title"): ("Judul peraturan.", "Its title."),
    ("Regulations", "valid_from"): ("Mulai berlaku.", "The first day it is in force."),
    ("Regulations", "valid_to"): ("Hari terakhir berlaku.", "The last day it is in force."),
    ("Regulations", "url"): ("Alamat naskahnya.", "The address of its text."),
    ("Programmes", "code"): _CODE,
    ("Programmes", "name"): _NAME,
    ("Programmes", "dimension"): ("Dimensi smart city.", "The smart-city dimension."),
    ("Programmes", "sub_dimension"): (
        "Subdimensi menurut kerangka, atau teks sendiri.",
        "A sub-dimension of the framework, or a text of your own.",
    ),
    ("Programmes", "agency"): ("Kode perangkat daerah utama.", "The code of the lead agency."),
    ("Programmes", "partners"): ("Mitra pelaksana.", "Who carries it out with the agency."),
    ("Programmes", "missions"): ("Kode misi yang didukung.", "Codes of the missions it serves."),
    ("Programmes", "regulations"): ("Kode dasar hukum.", "Codes of its legal basis."),
    ("Programmes", "quick_win"): ("Program percepatan.", "Whether it is a quick win."),
    ("Programmes", "start_year"): ("Tahun pertama.", "Its first year."),
    ("Programmes", "end_year"): ("Tahun terakhir.", "Its last year."),
    ("Programmes", "weight"): _WEIGHT,
    ("Programmes", "sipd_code"): ("Kode kegiatan di SIPD.", "The activity's code in SIPD."),
    ("Programmes", "description"): ("Uraian singkat.", "A short description."),
    ("Stewardships", "programme"): ("Kode program.", "The code of the programme."),
    ("Stewardships", "from_year"): (
        "Tahun mulai perangkat daerah ini mengampunya.",
        "The year from which this agency answered for it.",
    ),
    ("Stewardships", "agency"): (
        "Kode perangkat daerah; baris terakhir milik yang sekarang.",
        "The code of the agency; the last row is that of today.",
    ),
    ("Indicators", "code"): _CODE,
    ("Indicators", "programme"): ("Kode program.", "The code of its programme."),
    ("Indicators", "name"): _NAME,
    ("Indicators", "level"): ("Tingkat kinerja.", "The level of the result."),
    ("Indicators", "unit"): ("Satuan, misalnya % atau orang.", "The unit, such as % or people."),
    ("Indicators", "polarity"): (
        "Naik: makin besar makin baik; turun: makin kecil; rentang: di antara dua batas.",
        "higher is better, lower is better, or within a range.",
    ),
    ("Indicators", "aggregation"): (
        "Cara menggabungkan periode menjadi setahun.",
        "How the periods make up the year.",
    ),
    ("Indicators", "baseline_year"): ("Tahun nilai dasar.", "The year of the baseline."),
    ("Indicators", "baseline"): ("Nilai dasar.", "The value to start from."),
    ("Indicators", "weight"): _WEIGHT,
    ("Indicators", "data_source"): ("Asal data.", "Where the data come from."),
    ("Indicators", "standard"): (
        "Kode standar, misalnya ISO 37122 atau SDG.",
        "A standard's code, such as ISO 37122 or an SDG.",
    ),
    ("Indicators", "last_year"): (
        "Tahun terakhir indikator ini dihitung; kosong selama masih dipakai.",
        "The last year in which it counts; empty while it is in use.",
    ),
    ("Targets", "indicator"): ("Kode indikator.", "The code of the indicator."),
    ("Targets", "year"): _YEAR,
    ("Targets", "period"): _PERIOD,
    ("Targets", "target"): (
        "Target; untuk rentang, batas bawah.",
        "The target; for a range its lower bound.",
    ),
    ("Targets", "target_max"): (
        "Hanya untuk rentang: batas atas.",
        "For a range only: its upper bound.",
    ),
    ("Realisation", "programme"): (
        "Kode program; atau isi indikator.",
        "The code of the programme; or fill indicator.",
    ),
    ("Realisation", "indicator"): (
        "Kode indikator; atau isi program.",
        "The code of the indicator; or fill programme.",
    ),
    ("Realisation", "year"): _YEAR,
    ("Realisation", "period"): _PERIOD,
    ("Realisation", "realised"): (
        "Untuk program: terealisasi atau tidak.",
        "For a programme: whether it was realised.",
    ),
    ("Realisation", "value"): ("Untuk indikator: nilainya.", "For an indicator: its value."),
    ("Realisation", "status"): (
        "Untuk indikator tanpa nilai: tidak berlaku.",
        "For an indicator without a value: not_applicable.",
    ),
    ("Realisation", "verified"): (
        "Sudah diverifikasi; kosong berarti tidak.",
        "Whether it was verified; empty means no.",
    ),
    ("Realisation", "note"): (
        "Catatan; untuk yang belum terealisasi, alasannya.",
        "A note; where not realised, the reason.",
    ),
    ("Realisation", "evidence"): _EVIDENCE,
    ("Budget", "programme"): ("Kode program.", "The code of the programme."),
    ("Budget", "year"): _YEAR,
    ("Budget", "source"): ("Sumber dana.", "The source of the money."),
    ("Budget", "ceiling"): ("Pagu dalam rupiah.", "The ceiling in rupiah."),
    ("Budget", "realised"): (
        "Realisasi dalam rupiah; kosong berarti belum dilaporkan.",
        "What was spent, in rupiah; empty means not reported.",
    ),
    ("Innovations", "code"): _CODE,
    ("Innovations", "agency"): ("Kode perangkat daerah.", "The code of the agency."),
    ("Innovations", "name"): _NAME,
    ("Innovations", "year"): ("Tahun inovasi dibuat.", "The year it was created."),
    ("Innovations", "public_service"): (
        "Menyangkut layanan publik.",
        "Whether it concerns a public service.",
    ),
    ("Innovations", "form"): ("Bentuk inovasi.", "The form of the innovation."),
    ("Innovations", "digital"): ("Berbentuk digital.", "Whether it is digital."),
    ("Innovations", "stage"): (
        "Tahap; dihitung sejak uji coba sampai purna.",
        "Its stage; it counts from its trial until it is retired.",
    ),
    ("Innovations", "partners"): (
        "Kode perangkat daerah lain yang ikut menjalankannya.",
        "The codes of other agencies that carry it out, too.",
    ),
    **{("Innovations", stage_day(stage)): _STAGE_DAY for stage in STAGES},
    ("Innovations", "replicates"): (
        "Inovasi yang ditiru: kodenya, atau nama dan daerahnya.",
        "The innovation that it replicates: its code, or its name and region.",
    ),
    ("Innovations", "same_as"): (
        "Kode inovasi lain yang sama; yang ini lalu tidak dihitung.",
        "The code of another innovation that is the same; this one then does not count.",
    ),
    ("Innovations", "measured"): (
        "Apa yang diukur sebelum dan sesudahnya.",
        "What was measured before and after it.",
    ),
    ("Innovations", "indicator"): (
        "Kode indikator, bila itu yang diukur.",
        "The code of an indicator, where that is what was measured.",
    ),
    ("Innovations", "value_before"): ("Nilai sebelum inovasi.", "The value before."),
    ("Innovations", "value_after"): ("Nilai sesudah inovasi.", "The value after."),
    ("Innovations", "unit"): ("Satuan kedua nilai itu.", "The unit of both values."),
    ("Innovations", "measured_by"): (
        "Dari mana kedua nilai itu.",
        "Where both values come from.",
    ),
    ("Innovations", "in_deck"): (
        "Mendapat slaid sendiri di paparan tahunnya; paling banyak 12 setahun.",
        "Has a slide of its own in the deck of its year; at most 12 a year.",
    ),
    ("Innovations", "affair"): ("Urusan pemerintahan.", "The affair of government."),
    ("Innovations", "programme"): ("Kode program terkait.", "The code of a related programme."),
    ("Innovations", "effective"): _GRADE,
    ("Innovations", "efficient"): _GRADE,
    ("Innovations", "simple"): _GRADE,
    ("Innovations", "summary"): ("Ringkasan.", "A summary."),
    ("Innovations", "evidence"): _EVIDENCE,
    ("Capacity", "code"): _CODE,
    ("Capacity", "kind"): ("Jenis kapasitas.", "The kind of capacity."),
    ("Capacity", "item"): ("Apa yang dibangun.", "What is built up."),
    ("Capacity", "agency"): ("Kode perangkat daerah.", "The code of the agency."),
    ("Capacity", "year"): _YEAR,
    ("Capacity", "unit"): ("Satuan.", "The unit."),
    ("Capacity", "target"): ("Target.", "The target."),
    ("Capacity", "realised"): (
        "Realisasi; kosong berarti belum dilaporkan.",
        "What was reached; empty means not reported.",
    ),
    ("Index", "year"): ("Tahun evaluasi.", "The year of the evaluation."),
    ("Index", "framework"): (
        "Edisi kerangka, misalnya gsc-2021.",
        "The framework's edition, such as gsc-2021.",
    ),
    ("Index", "component"): ("Komponen indeks.", "The component of the index."),
    ("Index", "dimension"): (
        "Hanya untuk komponen yang dinilai per dimensi, dalam gsc-2021 impact.",
        "Only for the component that is scored by dimension, in gsc-2021 impact.",
    ),
    ("Index", "assessor"): ("Nama asesor.", "The name of the assessor."),
    ("Index", "score"): ("Skor menurut skala edisi.", "A score on the edition's scale."),
    ("Index", "comment"): ("Komentar asesor.", "The assessor's comment."),
    ("Index", "source"): (
        "Dokumen atau terbitan yang menyatakannya.",
        "The document or publication that says so.",
    ),
    ("OtherRegions", "place"): ("Nama daerah lain.", "The name of another region."),
    ("OtherRegions", "year"): ("Tahun evaluasi.", "The year of the evaluation."),
    ("OtherRegions", "value"): (
        "Indeks smart city yang diterbitkan, menurut skala edisi.",
        "The published smart-city index, on the edition's scale.",
    ),
    ("OtherRegions", "source"): (
        "Terbitan yang menyatakannya.",
        "The publication that says so.",
    ),
    ("OtherRegions", "url"): ("Alamat terbitan itu.", "The address of that publication."),
    ("OtherIndices", "index"): (
        "Indeks lain yang menilai daerah.",
        "Another index by which the region is judged.",
    ),
    ("OtherIndices", "year"): ("Tahun penilaian.", "The year of the assessment."),
    ("OtherIndices", "value"): (
        f"Nilai menurut skala indeksnya: {_SCALES}.",
        f"A value on the scale of its index: {_SCALES}.",
    ),
    ("OtherIndices", "source"): (
        "Dokumen yang menyatakannya, misalnya keputusan menteri dan nomornya.",
        "The document that says so, such as a minister's decree and its number.",
    ),
    ("OtherIndices", "url"): ("Alamat dokumen itu.", "The address of that document."),
    ("InnovationMarks", "innovation"): ("Kode inovasi.", "The code of the innovation."),
    ("RegionMarks", "year"): ("Tahun penilaian.", "The year of the assessment."),
    **{
        (sheet, name): texts
        for sheet in ("InnovationMarks", "RegionMarks")
        for name, texts in _OF_A_MARK.items()
    },
}


def holds(column: Column, language: Language) -> str:
    """What a cell of `column` may hold, its words included."""
    words = list(display_words(column, language).values())
    if column.kind is not Kind.WORD:
        words.insert(0, KINDS[column.kind][0 if language is Language.ID else 1])
    return "; ".join(words)


def display_words(column: Column, language: Language) -> dict[str, str]:
    """Each word of the vocabulary as it is written in `language`."""
    if language is Language.EN:
        return {word: word for word in column.words}
    return dict(column.words)


def display_name(part: Sheet | Column, language: Language) -> str:
    return part.name if language is Language.EN else part.alias


def explanation(texts: Explanations, sheet: Sheet, column: Column, language: Language) -> str:
    return texts[sheet.name, column.name][0 if language is Language.ID else 1]
