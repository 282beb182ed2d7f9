"""Reading and checking a 20,000-row workbook as page and commands do, in another process.

Against calamine alone reading the same file, and against the same in this process.
"""

from pathlib import Path

from python_calamine import CalamineWorkbook

from kotacerdas.workbook import isolated
from kotacerdas.workbook.reading import read
from kotacerdas.workbook.writing import write
from timing import in_pairs, report

FILE = Path("build/bench/20000.xlsx")
PROGRAMMES = 1000  # with what belongs to each, twenty rows
YEAR = 2022


def records(
    programmes: int = PROGRAMMES, region: str = "33.25"
) -> dict[str, list[dict[str, object]]]:
    codes = [f"P{number:04}" for number in range(programmes)]
    indicators = [(code, f"{code}-{n}") for code in codes for n in range(4)]
    return {
        "Region": [{"code": region, "name": "Kabupaten Batang", "level": "regency"}],
        "Agencies": [{"code": f"A{n:02}", "name": f"Perangkat daerah {n}"} for n in range(40)],
        "Programmes": [
            {
                "code": code,
                "name": f"Program smart city {code}",
                "dimension": "governance",
                "sub_dimension": "pelayanan publik",
                "agency": f"A{at % 40:02}",
                "quick_win": False,
                "start_year": YEAR,
                "end_year": YEAR,
            }
            for at, code in enumerate(codes)
        ],
        "Indicators": [
            {
                "code": code,
                "programme": programme,
                "name": f"Indikator kinerja {code}",
                "level": "output",
                "unit": "layanan",
                "polarity": "higher",
                "aggregation": "last",
            }
            for programme, code in indicators
        ],
        "Targets": [
            {"indicator": code, "year": YEAR, "target": 80.5 + at % 90}
            for at, (_, code) in enumerate(indicators)
        ],
        "Realisation": [
            *({"programme": code, "year": YEAR, "realised": True} for code in codes),
            *(
                {"indicator": code, "year": YEAR, "period": f"q{quarter}", "value": 70.25 + at % 90}
                for at, (_, code) in enumerate(indicators)
                for quarter in (2, 4)
            ),
        ],
        "Budget": [
            {
                "programme": code,
                "year": YEAR,
                "source": source,
                "ceiling": 1_000_000 + 1_000 * at,
                "realised": 900_000 + 1_000 * at,
            }
            for at, code in enumerate(codes)
            for source in ("apbd", "csr")
        ],
    }


def calamine_alone() -> None:
    book = CalamineWorkbook.from_path(FILE)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def main() -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    made = records()
    write(made, FILE)
    reading = read(FILE)
    assert reading.is_ok
    print(f"{sum(map(len, made.values())):,} rows")
    report(
        in_pairs("read and check", lambda: isolated.read(FILE), calamine_alone, aim=2, at_most=4),
        in_pairs(
            "in another process, against in this one",
            lambda: isolated.read(FILE),
            lambda: read(FILE),
            aim=1,
            at_most=1.15,
        ),
    )


if __name__ == "__main__":
    main()
