"""What can be wrong with a workbook: how grave it is, what to say, what was expected."""

from enum import Enum, StrEnum
from typing import NamedTuple

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


class _Problem(NamedTuple):
    severity: Severity
    message: Term
    expected: Term
    asks: bool = False  # a warning that somebody has to confirm before anything is written


def _error(message: tuple[str, str], expected: tuple[str, str]) -> _Problem:
    return _Problem(Severity.ERROR, Term(*message), Term(*expected))


def _warning(message: tuple[str, str], expected: tuple[str, str]) -> _Problem:
    return _Problem(Severity.WARNING, Term(*message), Term(*expected))


def _question(message: tuple[str, str], expected: tuple[str, str]) -> _Problem:
    return _warning(message, expected)._replace(asks=True)


class Problem(Enum):
    """Each problem: how grave, what to say, what was expected."""

    # The file
    UNREADABLE = _error(
        (
            "Berkas ini tidak dapat dibaca sebagai buku kerja; simpan ulang sebagai .xlsx.",
            "This file can't be read as a workbook; save it again as .xlsx.",
        ),
        ("buku kerja .xlsx, atau folder/zip berisi CSV", "an .xlsx, or a folder or zip of CSV"),
    )
    OLD_EXCEL = _error(
        (
            "Ini berkas Excel lama (.xls); buka di Excel dan simpan sebagai .xlsx.",
            "This is an old Excel file (.xls); open it in Excel and save it as .xlsx.",
        ),
        (".xlsx", ".xlsx"),
    )
    ENCRYPTED = _error(
        (
            "Berkas ini dilindungi kata sandi; hapus kata sandinya lalu simpan lagi.",
            "This file is protected by a password; remove the password and save it again.",
        ),
        (".xlsx tanpa kata sandi", "an .xlsx without password"),
    )
    MACROS = _error(
        (
            "Berkas ini memuat makro (.xlsm); simpan sebagai .xlsx tanpa makro.",
            "This file carries macros (.xlsm); save it as .xlsx without macros.",
        ),
        (".xlsx tanpa makro", "an .xlsx without macros"),
    )
    TOO_LARGE = _error(
        (
            "Isi berkas ini terlalu besar bila dibuka ({size}); berkas tidak dibuka.",
            "This file would unpack to too much ({size}); it was not opened.",
        ),
        (
            "paling banyak 200 MB, paling banyak 100 kali ukuran berkas",
            "at most 200 MB, at most 100 times the file's size",
        ),
    )
    TOO_HEAVY = _error(
        (
            "Berkas ini memerlukan terlalu banyak memori atau waktu; bagi menjadi beberapa berkas.",
            "This file needs too much memory or time; divide it into several files.",
        ),
        ("berkas yang lebih kecil", "a smaller file"),
    )
    SPRAWLING = _error(
        (
            "Lembar ini terentang atas {rows} baris dan {columns} kolom; hapus isi di luar tabel.",
            "This sheet has {rows} rows and {columns} columns; delete what is outside the table.",
        ),
        ("paling banyak 10 juta sel", "at most 10 million cells"),
    )
    NEWER_VERSION = _error(
        (
            "Berkas ini memakai format yang lebih baru; perbarui program atau unduh templat lagi.",
            "This file uses a newer format; update the program or take the template again.",
        ),
        ("format versi {version}", "format version {version}"),
    )
    NOT_FOR_REPORTS = _error(
        (
            "Ini bukan buku kerja pelaporan; unduh buku kerjanya dari halaman ini, lalu isi.",
            "This is no reporting workbook; download yours from this page and fill it in.",
        ),
        ("buku kerja pelaporan yang diunduh", "the reporting workbook as it was downloaded"),
    )
    OTHER_WORKBOOK = _error(
        (
            "Buku kerja ini untuk yang lain; unggah di halamannya sendiri, atau unduh yang ini.",
            "This workbook is for something else; upload it on its own page or download this one.",
        ),
        ("{expected}", "{expected}"),
    )
    REPORTING_WORKBOOK = _error(
        (
            "Ini buku kerja pelaporan {period}; unggah di halaman periode itu, bukan di sini.",
            "This is the reporting workbook of {period}; upload it on the page of that period.",
        ),
        ("buku kerja daerah, dengan lembar Daerah dan Program", "a region's workbook"),
    )
    REGION_WORKBOOK = _error(
        (
            "Ini buku kerja daerah, bukan buku kerja pelaporan; unggah di halaman Buku kerja.",
            "This is a region's workbook, not one for reports; upload it on the page Workbook.",
        ),
        ("buku kerja pelaporan yang diunduh", "the reporting workbook as it was downloaded"),
    )
    # A CSV file
    NOT_UTF8 = _error(
        (
            "Baris teks {line} tidak tertulis dalam UTF-8; simpan ulang sebagai “CSV UTF-8”.",
            "Line {line} is not written in UTF-8; save the file again as “CSV UTF-8”.",
        ),
        ("teks UTF-8, atau UTF-16 dengan tanda awal", "text in UTF-8, or UTF-16 with its mark"),
    )
    NUL_CHARACTER = _error(
        (
            "Baris teks {line} memuat karakter NUL; simpan ulang sebagai “CSV UTF-8”.",
            "Line {line} holds a NUL character; save the file again as “CSV UTF-8”.",
        ),
        ("teks", "text"),
    )
    UNCLOSED_QUOTE = _error(
        (
            "Tanda kutip yang dibuka di baris teks {line} tidak ditutup; tutup atau hapus.",
            "A quotation mark opened on line {line} is not closed; close it or delete it.",
        ),
        ("isi sel di antara dua tanda kutip", "a cell between two quotation marks"),
    )
    STRAY_QUOTE = _error(
        (
            "Ada tanda kutip di tengah sel, baris teks {line}; apit seluruh isi sel.",
            "Line {line} has a quotation mark inside a cell; quote the whole cell.",
        ),
        ('“Pipa 12""” untuk Pipa 12"', '“Pipe 12""” for Pipe 12"'),
    )
    TOO_MANY_CELLS = _error(
        (
            "Baris teks {line} berisi {cells} sel untuk {columns} kolom; apit isi berpemisah.",
            "Line {line} has {cells} cells for {columns} columns; quote what holds the delimiter.",
        ),
        ("paling banyak {columns} sel", "at most {columns} cells"),
    )
    ROWS_IN_A_CELL = _question(
        (
            "Sel di baris teks {line} memuat teks seperti baris lain; periksa tanda kutipnya.",
            "A cell on line {line} holds what looks like another row; check its quotation marks.",
        ),
        ("satu baris data", "one row of data"),
    )
    # Sheets and columns
    MISSING_SHEET = _error(
        ("Lembar {name} tidak ada; tambahkan.", "The sheet {name} is missing; add it."),
        ("lembar {name}", "a sheet {name}"),
    )
    SHEET_TWICE = _error(
        (
            "Lembar {name} ada dua kali, juga sebagai “{other}”; gabungkan.",
            "The sheet {name} is there twice, also as “{other}”; merge them.",
        ),
        ("satu lembar {name}", "one sheet {name}"),
    )
    UNKNOWN_SHEET = _warning(
        ("Lembar ini tidak dikenal dan dilewati.", "This sheet is not known and was left out."),
        ("lembar dari templat", "a sheet of the template"),
    )
    HIDDEN_SHEET = _warning(
        (
            "Lembar ini tersembunyi, tetapi tetap dibaca; tampilkan dan periksa.",
            "This sheet is hidden but was read; unhide it and check.",
        ),
        ("lembar yang tampak", "a visible sheet"),
    )
    HIDDEN_ROW = _warning(
        (
            "Baris ini tersembunyi, tetapi tetap dibaca; tampilkan dan periksa.",
            "This row is hidden but was read; unhide it and check.",
        ),
        ("baris yang tampak", "a visible row"),
    )
    HIDDEN_COLUMN = _warning(
        (
            "Kolom {name} tersembunyi, tetapi tetap dibaca; tampilkan dan periksa.",
            "The column {name} is hidden but was read; unhide it and check.",
        ),
        ("kolom yang tampak", "a visible column"),
    )
    HEADER_BELOW = _warning(
        (
            "Judul kolom tampaknya di baris {row}; baris di atasnya dilewati.",
            "The column titles seem to be in row {row}; the rows above were left out.",
        ),
        ("judul kolom di baris 1", "the column titles in row 1"),
    )
    MERGED = _warning(
        (
            "Sel {range} digabung; hanya sel pertama yang dibaca. Pisahkan.",
            "The cells {range} are merged; only the first is read. Unmerge them.",
        ),
        ("sel tunggal", "single cells"),
    )
    MISSING_COLUMN = _error(
        ("Kolom {name} tidak ada; tambahkan.", "The column {name} is missing; add it."),
        ("kolom {name}", "a column {name}"),
    )
    COLUMN_TWICE = _error(
        ("Kolom {name} ada dua kali.", "The column {name} is there twice."),
        ("satu kolom {name}", "one column {name}"),
    )
    UNKNOWN_COLUMN = _warning(
        ("Kolom ini tidak dikenal dan dilewati.", "This column is not known and was left out."),
        ("kolom dari templat", "a column of the template"),
    )
    NO_REGION = _error(
        ("Lembar ini belum berisi daerah.", "This sheet names no region."),
        ("paling sedikit satu baris", "at least one row"),
    )
    # One cell
    EMPTY = _error(
        ("Sel ini kosong; kolom {name} wajib diisi.", "Empty; the column {name} must be filled."),
        ("isi", "a value"),
    )
    NOT_A_NUMBER = _error(
        ("Ini bukan angka; tulis misalnya 1.234,5.", "Not a number; write for example 1,234.5."),
        ("angka", "a number"),
    )
    AMBIGUOUS_NUMBER = _error(
        (
            "Angka ini bermakna ganda: {one} atau {other}; tulis tanpa tanda ribuan.",
            "This can be read as {one} or as {other}; write it without thousands marks.",
        ),
        ("angka yang hanya punya satu arti", "a number with one reading"),
    )
    THREE_DECIMALS = _error(
        (
            "Rupiah tidak ditulis dengan tiga angka di belakang koma; tulis tanpa tanda.",
            "Rupiah are not written with three decimals; write the amount without marks.",
        ),
        ("misalnya 243500000", "such as 243500000"),
    )
    OTHER_UNIT = _error(
        (
            "Angka ini bertanda {mark}, padahal satuannya {unit}; tulis angkanya saja.",
            "This number is written with {mark} but its unit is {unit}; write the number alone.",
        ),
        ("angka dalam {unit}", "a number in {unit}"),
    )
    NOT_WHOLE = _error(
        ("Angka ini harus bulat.", "This must be a whole number."),
        ("bilangan bulat", "a whole number"),
    )
    NOT_A_YEAR = _error(
        ("Ini bukan tahun; tulis empat angka.", "Not a year; write four digits."),
        ("tahun, misalnya 2022", "a year such as 2022"),
    )
    NOT_A_DATE = _error(
        ("Ini bukan tanggal; tulis misalnya 2022-12-31.", "Not a date; write as 2022-12-31."),
        ("tanggal", "a date"),
    )
    NOT_YES_NO = _error(
        ("Tulis ya atau tidak.", "Write yes or no."),
        ("ya/tidak", "yes/no"),
    )
    NOT_A_WORD = _error(
        ("Isian ini tidak dikenal; pilih dari daftar.", "Not known; choose from the list."),
        ("{words}", "{words}"),
    )
    WORD_MOVED = _error(
        (
            "Kata ini dari edisi lain; dalam edisi daerah ini padanannya {other}.",
            "This word is another edition's; in this region's edition it is {other}.",
        ),
        ("{other}", "{other}"),
    )
    WORD_UNDECIDED = _error(
        (
            "Kata ini dari edisi lain dan tidak punya padanan tetap; tentukan satu dari daftar.",
            "This word is another edition's without one in this; decide on one of the list.",
        ),
        ("{words}", "{words}"),
    )
    OTHER_EDITION = _error(
        (
            "{found} bukan bagian dari edisi {edition} yang disebut baris ini.",
            "{found} is no part of the edition {edition} that this row names.",
        ),
        ("{words}", "{words}"),
    )
    UNKNOWN_EDITION = _error(
        (
            "Edisi kerangka ini tidak dikenal; pilih satu dari daftar, atau kosongkan.",
            "This edition is not known; choose one of the list, or leave it empty.",
        ),
        ("{editions}", "{editions}"),
    )
    TWO_EDITIONS = _error(
        (
            "Semua daerah dalam satu berkas memakai edisi yang sama; pisahkan berkasnya.",
            "All regions of one file are under one edition; make a file of each.",
        ),
        ("{editions}", "{editions}"),
    )
    NUMBER_AS_CODE = _error(
        (
            "Kode ini tersimpan sebagai angka, nol di ujungnya bisa hilang; tulis sebagai teks.",
            "This code is stored as a number and may have lost zeros; write it as text.",
        ),
        ("kode sebagai teks", "a code as text"),
    )
    DATE_AS_CODE = _error(
        (
            "Kode ini tersimpan sebagai tanggal atau jam; tulis lagi sebagai teks.",
            "This code is stored as a date or a time; write it again as text.",
        ),
        ("kode sebagai teks", "a code as text"),
    )
    TWIN_CODE = _error(
        (
            "Kode ini mirip {other} di baris {row} (huruf besar-kecil, strip, spasi); samakan.",
            "This code is like {other} in row {row} but for case, dash or space; make them one.",
        ),
        ("kode yang jelas berbeda", "a code that is clearly different"),
    )
    CODE_TOO_LONG = _error(
        ("Kode ini terlalu panjang.", "This code is too long."),
        ("paling banyak {most} huruf", "at most {most} characters"),
    )
    CODE_OF_DOTS = _error(
        (
            "Kode ini tidak dapat menjadi bagian dari alamat halaman.",
            "This code can't be a part of a page's address.",
        ),
        ("kode tanpa . atau .. yang berdiri sendiri", "a code without . or .. on its own"),
    )
    TEXT_TOO_LONG = _error(
        ("Teks ini terlalu panjang untuk satu sel.", "This text is too long for a cell."),
        ("paling banyak {most} huruf", "at most {most} characters"),
    )
    DATE_AS_TEXT = _warning(
        (
            "Sel ini berisi tanggal atau jam (1/3 menjadi 1 Maret?); tulis sebagai teks.",
            "This cell holds a date or time (1/3 became 1 March?); write it as text.",
        ),
        ("teks", "text"),
    )
    NOT_TEXT = _error(
        ("Isian ini bukan teks.", "This is not text."),
        ("teks", "text"),
    )
    ERROR_VALUE = _error(
        ("Rumus di sel ini menghasilkan galat.", "The formula of this cell gives an error."),
        ("nilai", "a value"),
    )
    NO_CACHED_VALUE = _error(
        (
            "Hasil rumus di sel ini belum tersimpan; buka di Excel lalu simpan.",
            "The result of this formula is not stored; open the file in Excel and save it.",
        ),
        ("rumus dengan hasilnya", "a formula with its result"),
    )
    OUT_OF_BOUNDS = _error(
        ("Angka ini di luar batas.", "This number is out of bounds."),
        ("{bounds}", "{bounds}"),
    )
    NOT_DUE = _error(
        (
            "Ini tidak diminta dari {agency} pada periode ini; hapus barisnya.",
            "This is not asked of {agency} in this period; delete the row.",
        ),
        ("baris dari buku kerja yang diunduh", "a row of the workbook as it was downloaded"),
    )
    NOT_ASKED = _warning(
        (
            "Tidak ada peringatan yang perlu dijawab di sini; jawaban ini dilewati.",
            "No warning asks for this answer; it was left out.",
        ),
        ("jawaban atas peringatan yang ada", "the answer to a warning that is there"),
    )
    # Between rows
    DUPLICATE = _error(
        (
            "Baris ini sama kuncinya dengan baris {row} ({key}).",
            "This row has the same key as row {row} ({key}).",
        ),
        ("satu baris untuk tiap {key}", "one row for each {key}"),
    )
    UNKNOWN_REFERENCE = _error(
        ("Kode ini tidak ada di lembar {sheet}.", "This code is not in the sheet {sheet}."),
        ("kode dari lembar {sheet}", "a code of the sheet {sheet}"),
    )
    OTHER_SPELLING = _error(
        (
            "Kode ini tidak ada di lembar {sheet}; mungkin maksudnya {other}.",
            "This code is not in the sheet {sheet}; perhaps {other} is meant.",
        ),
        ("{other}", "{other}"),
    )
    ENDS_BEFORE_START = _error(
        ("Akhirnya lebih dulu daripada mulainya.", "It ends before it starts."),
        ("{start} atau sesudahnya", "{start} or later"),
    )
    YEAR_OUTSIDE_PROGRAMME = _warning(
        (
            "Tahun ini di luar masa program {programme}, jadi tidak dihitung.",
            "This year is outside those of the programme {programme}, so it does not count.",
        ),
        ("{start}-{end}", "{start}-{end}"),
    )
    WHOLE_YEAR_BESIDE_PERIODS = _error(
        (
            "Baris setahun penuh tidak boleh bersama baris per periode di tahun yang sama.",
            "A whole-year row can't stand beside rows for periods of the same year.",
        ),
        ("setahun penuh atau per periode", "either the whole year or periods"),
    )
    HELD_IN_PART = _error(
        (
            "Sebagian bulan baris ini sudah dilaporkan perangkat daerah di aplikasi.",
            "Some months of this row are reported by the agency on the site already.",
        ),
        (
            "baris yang tidak bertumpang tindih dengan laporan; hapus baris ini",
            "a row that does not overlap with a report; delete this one",
        ),
    )
    TARGET_MAX_MISSING = _error(
        (
            "Indikator rentang memerlukan target maks.",
            "An indicator of polarity range needs target_max.",
        ),
        ("batas atas", "the upper bound"),
    )
    TARGET_MAX_UNUSED = _error(
        (
            "Hanya indikator rentang yang punya target maks; kosongkan.",
            "Only an indicator of polarity range has target_max; leave it empty.",
        ),
        ("kosong", "empty"),
    )
    TARGET_MAX_BELOW = _error(
        ("Target maks lebih kecil daripada target.", "target_max is below target."),
        ("{target} atau lebih", "{target} or more"),
    )
    ONE_OF_TWO = _error(
        ("Isi program atau indikator, tepat satu.", "Fill programme or indicator, exactly one."),
        ("program atau indikator", "programme or indicator"),
    )
    NOT_FOR_PROGRAMME = _error(
        (
            "Baris program tidak memakai kolom {name}; kosongkan.",
            "A programme's row does not take {name}; leave it empty.",
        ),
        ("kosong", "empty"),
    )
    NOT_FOR_INDICATOR = _error(
        (
            "Baris indikator tidak memakai kolom {name}; kosongkan.",
            "An indicator's row does not take {name}; leave it empty.",
        ),
        ("kosong", "empty"),
    )
    VALUE_NOT_APPLICABLE = _error(
        (
            "Pilih salah satu: nilai, atau status tidak berlaku.",
            "Choose one: a value, or the status not_applicable.",
        ),
        ("nilai atau status", "value or status"),
    )
    SAYS_NOTHING = _warning(
        (
            "Baris ini tidak melaporkan apa pun dan dianggap belum dilaporkan.",
            "This row reports nothing and counts as not reported.",
        ),
        ("terealisasi, nilai, atau status", "realised, value or status"),
    )
    DIMENSION_NOT_SCORED = _error(
        (
            "Komponen ini tidak dinilai per dimensi; kosongkan.",
            "This component is not scored by dimension; leave it empty.",
        ),
        ("kosong", "empty"),
    )
    SCORED_TWICE = _error(
        (
            "Komponen ini diberi skor langsung dan juga per dimensi; pilih salah satu.",
            "This component is scored both directly and by dimension; choose one.",
        ),
        ("langsung atau per dimensi", "directly or by dimension"),
    )
    LOOKS_LIKE_FRACTION = _question(
        (
            "Satuannya %, tetapi ini tampak seperti pecahan; mungkin maksudnya {as_percent}.",
            "The unit is % but this looks like a fraction; perhaps {as_percent} is meant.",
        ),
        ("persen dari 0 sampai 100", "percent from 0 to 100"),
    )
    IN_MILLIONS = _question(
        (
            "Semua pagu tahun {year} di bawah satu juta rupiah; mungkin ditulis dalam jutaan.",
            "All ceilings of {year} are below a million rupiah; perhaps they are in millions.",
        ),
        ("rupiah penuh", "whole rupiah"),
    )
    PART_OF_A_RUPIAH = _question(
        (
            "Jumlah rupiah ini berkoma; mungkin ditulis dalam jutaan.",
            "This amount has a fraction of a rupiah; perhaps it is in millions.",
        ),
        ("rupiah penuh", "whole rupiah"),
    )
    FAR_BELOW_CEILING = _question(
        (
            "Realisasi kurang dari seperseribu pagu {ceiling}; mungkin ditulis dalam jutaan.",
            "This is below a thousandth of the ceiling {ceiling}; perhaps it is in millions.",
        ),
        ("rupiah penuh", "whole rupiah"),
    )
    PERIODS_OVERLAP = _warning(
        (
            "Periode ini bertumpang tindih dengan baris {row}; keduanya ikut dijumlahkan.",
            "This period overlaps with row {row}; both are added up.",
        ),
        ("periode yang tidak bertumpang tindih", "periods that do not overlap"),
    )
