"""Scorecards made without a workbook: Batang 2022 as published, its rest invented, and odd ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import cycle, islice

import polars as pl

from kotacerdas.frameworks import loading as editions
from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.index import Score, index
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard

YEAR = 2022
DIMENSIONS = editions.load().dimension_codes
PLANNED = (39, 7, 10, 6, 12, 6)
REALISED = (35, 6, 8, 5, 10, 6)
PREVIOUS = ((38, 33), (7, 6), (10, 9), (6, 4), (12, 9), (6, 6))

_AGENCIES = [
    "Sekretariat Daerah",
    "Sekretariat DPRD",
    "Inspektorat",
    "Bappelitbang",
    "BPKPAD",
    "BKD",
    "BPBD",
    "Dinas Komunikasi dan Informatika",
    "Dinas Pendidikan dan Kebudayaan",
    "Dinas Kesehatan",
    "DPUPR",
    "Disperkim dan Lingkungan Hidup",
    "Satpol PP",
    "Dinas Sosial",
    "Dinas Tenaga Kerja",
    "DP3AP2KB",
    "Dinas Pangan dan Pertanian",
    "Disdukcapil",
    "Dispermades",
    "Dinas Perhubungan",
    "Disperindagkop dan UKM",
    "DPMPTSP",
    "Dinas Pariwisata, Kepemudaan dan Olahraga",
    "Dinas Perpustakaan dan Kearsipan",
    "Dinas Kelautan dan Perikanan",
    "RSUD Batang",
    "Kecamatan Batang",
    "Kecamatan Tulis",
    "Kecamatan Subah",
    "Kecamatan Gringsing",
    "Kecamatan Limpung",
    "Kecamatan Tersono",
    "Kecamatan Bawang",
    "Kecamatan Reban",
    "Kecamatan Blado",
    "Kecamatan Bandar",
    "Kecamatan Warungasem",
    "Kecamatan Wonotunggal",
    "Kecamatan Kandeman",
    "Kecamatan Pecalungan",
    "Kecamatan Banyuputih",
]
_WORKS = [
    "Layanan izin usaha satu pintu",
    "Pengaduan warga terpadu",
    "Arsip digital perangkat daerah",
    "Satu data Batang",
    "Tanda tangan elektronik",
    "Sistem kinerja pegawai",
    "Pasar desa digital",
    "Inkubator UMKM kawasan industri",
    "Kalender wisata",
    "Antrean puskesmas daring",
    "Kelas literasi digital desa",
    "Peta ruang terbuka",
    "Bank sampah kecamatan",
    "Lampu jalan hemat energi",
    "Pemantauan banjir rob",
    "Kartu tani elektronik",
]
_REASONS = (
    "Lelang gagal dua kali; dijadwalkan ulang tahun 2023.",
    "Anggaran dialihkan untuk penanganan banjir rob pada triwulan III.",
    "Integrasi dengan sistem pusat belum selesai.",
    None,
)


def batang(  # noqa: PLR0913, PLR0917 - each by its name, none needed
    names: Sequence[str] = tuple(_WORKS),
    agency_names: Sequence[str] = tuple(_AGENCIES),
    note: str | None = None,
    planned: Sequence[int] = PLANNED,
    realised: Sequence[int] = REALISED,
    basis: Basis = Basis.REPORTED,
) -> Scorecard:
    """80 programmes, 240 indicators and 41 agencies, unless told otherwise."""
    edition = editions.load()
    agencies = _agencies(agency_names)
    programmes = _programmes(edition, names, agencies, planned, realised, note)
    indicators = _indicators(programmes)
    scores = [
        Score("baseline", None, "A", 3.5),
        Score("baseline", None, "B", 3.3),
        Score("output", None, "A", 3.2),
        Score("outcome", None, "A", 3.45),
        *(Score("impact", code, "A", 3.3 + n / 10) for n, code in enumerate(DIMENSIONS)),
        Score("quick_win", None, "A", 3.6),
    ]
    return Scorecard(
        question=Question("33.25", YEAR, date(YEAR, 12, 31), basis),
        framework=edition,
        region=_region(),
        figures=_figures(edition, programmes, agencies),
        programmes=programmes,
        indicators=indicators,
        agencies=agencies,
        budget=_budget(programmes),
        innovations=_innovations(agencies, names),
        capacity=_capacity(),
        missions=pl.DataFrame({"row": [2], "code": ["M1"], "plan": ["RPJMD"], "text": ["Tata"]}),
        regulations=_regulations(),
        history=_history(planned, realised),
        index_history=pl.DataFrame({"year": [2020, 2021, YEAR], "value": [3.44, None, 3.42]}),
        index=index(scores, edition, Fraction(344, 100)),
        index_rows=pl.DataFrame(),
        input_sha256="8f3a02d7" * 8,
        version="0.1.0",
    )


def empty() -> Scorecard:
    """A region in which nothing was planned: no row anywhere, no index, no last year."""
    full = batang()
    figures = full.figures.filter(pl.col("level") != "agency").with_columns(
        pl.lit(0, pl.Int64).alias("planned"),
        pl.lit(0, pl.Int64).alias("realised"),
        pl.lit(0, pl.Int64).alias("not_reported"),
        pl.lit(None, pl.Float64).alias("achievement_pct"),
        pl.lit(None, pl.Float64).alias("indicator_achievement_pct"),
        pl.lit(None, pl.String).alias("band"),
    )
    return replace(
        full,
        figures=figures,
        index=None,
        **{
            name: getattr(full, name).clear()
            for name in [
                "programmes",
                "indicators",
                "agencies",
                "budget",
                "innovations",
                "capacity",
                "missions",
                "regulations",
                "history",
                "index_history",
            ]
        },
    )


def without_money(card: Scorecard) -> Scorecard:
    """The same without budget, innovations, capacity, index or an earlier year."""
    return replace(
        card,
        budget=card.budget.clear(),
        innovations=card.innovations.clear(),
        capacity=card.capacity.clear(),
        agencies=card.agencies.with_columns(pl.lit(0, pl.Int64).alias("innovations")),
        history=card.history.filter(pl.col("year") == YEAR),
        index=None,
        index_history=card.index_history.clear(),
    )


def _region() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": [2],
            "code": ["33.25"],
            "name": ["Kabupaten Batang"],
            "level": ["regency"],
            "parent": ["33"],
            "population": [801718],
            "vision": ["Batang berdaulat dan sejahtera"],
            "aims": [["kota industri", "kota wisata"]],
        }
    )


def _agencies(names: Sequence[str]) -> pl.DataFrame:
    counts = list(islice(cycle([3, 4, 3, 5, 3, 3, 1, 3]), len(names)))
    return pl.DataFrame(
        {
            "row": range(2, 2 + len(names)),
            "code": [f"OPD{n:03}" for n in range(len(names))],
            "name": list(names),
            "innovations": counts,
        },
        schema_overrides={"innovations": pl.Int64, "row": pl.Int64},
    )


def _programmes(  # noqa: PLR0913, PLR0917 - a step of the one above
    edition: Framework,
    names: Sequence[str],
    agencies: pl.DataFrame,
    planned: Sequence[int],
    realised: Sequence[int],
    note: str | None,
) -> pl.DataFrame:
    name, reason = cycle(names), cycle(_REASONS)
    rows = []
    for dimension, total, done in zip(edition.dimensions, planned, realised, strict=True):
        for n in range(total):
            status = "realised" if n < done else "not_realised"
            if status == "not_realised" and n == total - 1 and total - done > 1:
                status = "not_reported"
            agency = agencies.row(len(rows) % agencies.height, named=True)
            is_open = status == "not_realised"
            rows.append(
                {
                    "row": len(rows) + 2,
                    "code": f"{dimension.code[:3].upper()}-{n + 1:02}",
                    "name": f"{next(name)}",
                    "dimension": dimension.code,
                    "sub_dimension": dimension.sub_dimensions[n % 3].code,
                    "agency": agency["code"],
                    "agency_name": agency["name"],
                    "missions": ["M1"],
                    "regulations": ["R1"],
                    "quick_win": n == 0,
                    "weight": 1.0,
                    "description": None,
                    "status": status,
                    "is_verified": None if status == "not_reported" else n % 9 != 8,
                    "note": (note or next(reason)) if is_open else None,
                    "evidence": [] if is_open else ["berita-acara.pdf"],
                    "report_row": None if status == "not_reported" else len(rows) + 2,
                    "indicator_achievement_pct": None
                    if status == "not_reported"
                    else 100.0 - 3.7 * (len(rows) % 9),
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _indicators(programmes: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for programme in programmes.iter_rows(named=True):
        for n in range(3):
            is_missing = programme["status"] == "not_reported"
            state = "not_reported" if is_missing else ("scored", "scored", "not_due")[n]
            has_value = state == "scored"
            rows.append(
                {
                    "row": len(rows) + 2,
                    "code": f"{programme['code']}.{n + 1}",
                    "programme": programme["code"],
                    "name": "Persentase layanan yang selesai tepat waktu",
                    "level": ("output", "outcome", "impact")[n],
                    "unit": "%",
                    "polarity": "higher",
                    "aggregation": "last",
                    "weight": 1.0,
                    "baseline": 60.0,
                    "target": 80.0,
                    "target_max": None,
                    "value": 70.5 if has_value else None,
                    "state": state,
                    "is_incomplete": False,
                    "achievement_pct": 88.125 if has_value else None,
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _figure(
    level: str, dimension: str | None, code: str | None, part: pl.DataFrame
) -> dict[str, object]:
    planned = part.height
    realised = part.filter(pl.col("status") == "realised").height
    mean = part["indicator_achievement_pct"].mean()
    return {
        "level": level,
        "dimension": dimension,
        "code": code,
        "planned": planned,
        "realised": realised,
        "not_reported": part.filter(pl.col("status") == "not_reported").height,
        "achievement_pct": realised / planned * 100 if planned else None,
        "indicator_achievement_pct": mean,
        "band": None if mean is None else ("sangat tinggi" if mean >= 91 else "tinggi"),
    }


def _figures(edition: Framework, programmes: pl.DataFrame, agencies: pl.DataFrame) -> pl.DataFrame:
    rows = [_figure("overall", None, None, programmes)]
    for dimension in edition.dimensions:
        part = programmes.filter(pl.col("dimension") == dimension.code)
        rows.append(_figure("dimension", None, dimension.code, part))
    for dimension in edition.dimensions:
        for sub in dimension.sub_dimensions:
            part = programmes.filter(pl.col("sub_dimension") == sub.code)
            rows.append(_figure("sub_dimension", dimension.code, sub.code, part))
    for code in agencies["code"]:
        part = programmes.filter(pl.col("agency") == code)
        rows.append(_figure("agency", None, code, part))
    return pl.DataFrame(rows, infer_schema_length=None)


def _budget(programmes: pl.DataFrame) -> pl.DataFrame:
    rows = [
        {
            "row": n + 2,
            "programme": programme["code"],
            "dimension": programme["dimension"],
            "source": ("apbd", "apbd", "csr", "apbn")[n % 4],
            "ceiling": 187_553_710.0 + 13_000_000 * n,
            "realised": None if n % 17 == 16 else 133_553_710.0 + 9_000_000 * n,
        }
        for n, programme in enumerate(programmes.iter_rows(named=True))
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _innovations(agencies: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    name = cycle(names)
    rows = [
        {
            "row": 0,
            "code": f"INO-{agency['code']}-{n + 1}",
            "agency": agency["code"],
            "agency_name": agency["name"],
            "name": next(name),
            "year": YEAR,
            "public_service": n != 1,
            "form": "public-service",
            "digital": True,
            "stage": ("applied", "trial", "applied", "applied", "applied")[n],
            "affair": None,
            "programme": None,
            "effective": 3.0,
            "efficient": 4.0,
            "simple": None,
            "summary": None,
            "evidence": [],
            **dict.fromkeys(("measured", "value_before", "value_after", "unit", "measured_by")),
            "in_deck": None,
            "is_counted": True,
        }
        for agency in agencies.iter_rows(named=True)
        for n in range(agency["innovations"])
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _capacity() -> pl.DataFrame:
    items = [
        ("hr", "ASN terlatih analisis data", "orang", 120.0, 96.0),
        ("hr", "Pengelola SPBE bersertifikat", "orang", 20.0, None),
        ("infrastructure", "Titik wifi publik", "titik", 250.0, 260.0),
        ("application", "Aplikasi terintegrasi", "aplikasi", 40.0, 31.0),
        ("literacy", "Warga peserta literasi digital", "orang", 5000.0, 4120.0),
    ]
    return pl.DataFrame(
        [
            {
                "row": n + 2,
                "code": f"K{n + 1}",
                "kind": kind,
                "item": item,
                "agency": "OPD007",
                "unit": unit,
                "target": target,
                "realised": done,
                "achievement_pct": None if done is None else min(done / target * 100, 100.0),
            }
            for n, (kind, item, unit, target, done) in enumerate(items)
        ],
        infer_schema_length=None,
    )


def _regulations() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": [2],
            "code": ["R1"],
            "type": ["perbup"],
            "number": ["23"],
            "year": [2019],
            "title": ["Masterplan smart city Kabupaten Batang"],
            "valid_from": [date(2019, 1, 1)],
            "valid_to": [date(2022, 12, 31)],
            "url": pl.Series([None], dtype=pl.String),
        }
    )


def _history(planned: Sequence[int], realised: Sequence[int]) -> pl.DataFrame:
    rows = []
    for year, pct in ((2018, 71.2), (2019, 75.9), (2020, 79.7)):
        rows.append((year, None, 79, round(79 * pct / 100), 3))
    rows.append((2021, None, sum(p for p, _ in PREVIOUS), sum(r for _, r in PREVIOUS), 1))
    for code, (total, done) in zip(DIMENSIONS, PREVIOUS, strict=True):
        rows.append((2021, code, total, done, 0))
    rows.append((YEAR, None, sum(planned), sum(realised), 3))
    for code, total, done in zip(DIMENSIONS, planned, realised, strict=True):
        if total:
            rows.append((YEAR, code, total, done, 0))
    frame = pl.DataFrame(
        rows,
        schema=["year", "dimension", "planned", "realised", "not_reported"],
        orient="row",
        infer_schema_length=None,
    )
    return frame.with_columns(
        (pl.col("realised") / pl.col("planned") * 100).alias("achievement_pct")
    )


HOSTILE_TEXTS = (
    "W" * 32_767,
    "#panic() $x^2$ *b* _i_ <a> @b \\ // /* `raw` #let",
    "مسجد " * 2000,
    "😀" * 3000,
    "=1+1",
    "@SUM(A1)",
    "a\u0301 \u202eabc\u202c 你好 ꦧꦠꦁ",
    "-- --- ~ ' \" [ ] { } {title}",
)


def hostile() -> Scorecard:
    """Every text that a workbook may hold is one of those that break lesser programs."""
    names = (*HOSTILE_TEXTS, *(f"Dinas {n}" for n in range(4)))
    return batang(names=HOSTILE_TEXTS, agency_names=names, note="nota = # " * 5000)


def one_programme() -> Scorecard:
    return batang(
        planned=(1, 0, 0, 0, 0, 0), realised=(1, 0, 0, 0, 0, 0), agency_names=["Diskominfo"]
    )
