"""Makes batang.xlsx, the example workbook of Kabupaten Batang: `make_workbook.py [path]`.

The TOML files beside it hold what a person decides: names, plans, what failed and why. The yearly
targets and values follow from them, so that the same files always give the same records.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from indicators import indicator_values, indicators, targets
from plan import (
    HERE,
    HISTORY,
    PROGRAMMES,
    REGION,
    REPORTED,
    Row,
    chance,
    has_failed,
    is_unreported,
    is_verified,
    listed,
    load,
    reason_not_realised,
    split,
    years_of,
)

from kotacerdas.frameworks import innovation_index
from kotacerdas.frameworks import loading as editions
from kotacerdas.workbook.writing import write

EDITION = editions.load()
LAST_CAPACITY = 2023
INNOVATION_MINIMUM = 3
SOURCES = {"apbd": "budget", "csr": "csr", "apbd-prov": "prov", "apbn": "apbn"}
STAGES = {"a": "applied", "t": "trial", "i": "idea", "r": "replicated", "x": "retired"}
MARKED, MOST_MARKED, LACKING, VERIFIED = (2021, 2022), 60, 0.25, 0.7  # of the index of innovations
MEASURED = load(
    "measured.toml"
)  # what was measured before and after, by the innovation's short name
FORMS = {"p": "public-service", "g": "governance", "o": "other"}
SPREADS = ((0.1, -0.1, 0.0), (-0.05, 0.1, -0.05), (0.1, -0.05, -0.05), (0.05, 0.0, -0.05))
PUBLISHED_INDEX = 2020
PUBLISHED = load("published.toml")
NOTICE = """\
Contoh untuk Kabupaten Batang, bukan pernyataan Pemerintah Kabupaten Batang.
Angka yang dipublikasikan dan dimuat persis: program direncanakan 2022 per dimensi (governance 39, \
branding 7, economy 10, living 6, society 12, environment 6; seluruhnya 80) dan capaiannya (89,7; \
85,7; 80; 83,3; 83,3; 100; total 87,5 %), dukungan anggaran 2023 (APBD Rp18.755.371.000 dan CSR \
Rp3.300.000.000), indeks smart city 2020 (3,44), serta Perbup 23/2019 tentang masterplan.
Selebihnya, termasuk nama program, indikator, inovasi, alasan, dan rincian nilai asesor, adalah \
ilustratif."""


def records() -> dict[str, list[Row]]:
    """Every sheet's rows, by the canonical names of sheets and columns."""
    invented = list(innovations())
    return {
        "Region": [dict(REGION["region"])],
        "Agencies": [
            {"code": code, "name": split(text)[0]} for code, text in REGION["agencies"].items()
        ],
        "Missions": [
            {"code": code, "plan": "RPJMD 2017-2022", "text": text}
            for code, text in REGION["missions"].items()
        ],
        "Regulations": [{"code": code, **row} for code, row in REGION["regulations"].items()],
        "Programmes": list(programmes()),
        "Indicators": list(indicators()),
        "Targets": list(targets()),
        "Realisation": [*programme_realisation(), *indicator_values(InnovationCounts(invented))],
        "Budget": list(budget()),
        "Innovations": invented,
        "InnovationMarks": list(innovation_marks(invented)),
        "RegionMarks": list(region_marks()),
        "Capacity": list(capacity()),
        "Index": list(index()),
        "OtherRegions": list(other_regions()),
    }


def programmes() -> Iterator[Row]:
    dimension = {name[:3].upper(): name for name in EDITION.dimension_codes}
    for code, programme in PROGRAMMES.items():
        lead, *partners = listed(programme["agencies"])
        start, end = programme["years"]
        yield {
            "code": code,
            "name": programme["name"],
            "dimension": dimension[code[:3]],
            "sub_dimension": programme["sub"],
            "agency": lead,
            "partners": partners,
            "missions": listed(programme["missions"]),
            "regulations": listed(programme.get("regulations", "")),
            "quick_win": programme.get("quick_win", False),
            "start_year": start,
            "end_year": end,
            "weight": programme.get("weight"),
            "sipd_code": programme.get("sipd"),
            "description": programme["about"],
        }


def programme_realisation() -> Iterator[Row]:
    for code in PROGRAMMES:
        for year in years_of(code):
            if not is_unreported(code, year):
                yield from _programme_rows(code, year)


def _programme_rows(code: str, year: int) -> Iterator[Row]:
    """The word on a programme in a year: one row, or one for each quarter."""
    row: Row = {"programme": code, "year": year, "verified": is_verified(code, year)}
    report = f"bukti/{year}/{code.lower()}-laporan"
    if year == REPORTED and code in HISTORY["quarterly"]["programmes"]:
        for quarter in ("q1", "q2", "q3"):
            yield row | {
                "period": quarter,
                "realised": False,
                "note": "Kegiatan berjalan, keluaran belum lengkap",
                "evidence": [f"{report}-{quarter.replace('q', 'tw')}.pdf"],
            }
        row["period"] = "q4"
    evidence = [f"{report}.pdf"]
    if chance(code, year, "address").random() < 1 / 4:
        evidence.append(f"https://kabar.contoh.example/{year}/{code.lower()}")
    reason = reason_not_realised(code, year)
    yield row | {"realised": reason is None, "note": reason, "evidence": evidence}


def budget() -> Iterator[Row]:
    """Each year's total by source, divided over its programmes by their planned cost."""
    for year, totals in HISTORY["budget"].items():
        for source, key in SOURCES.items():
            cost = {
                code: programme[key]
                for code, programme in PROGRAMMES.items()
                if key in programme and int(year) in years_of(code, int(year))
            }
            for code, ceiling in _divided(totals.get(source, 0), cost).items():
                row: Row = {"programme": code, "year": int(year), "source": source}
                spent = _spent(code, int(year), source, ceiling)
                yield row | {"ceiling": ceiling, "realised": spent}


def _divided(total: int, cost: dict[str, int]) -> dict[str, int]:
    """`total` in parts of whole half millions; the largest part takes what is left over."""
    if not total:
        return {}
    unit, whole = 500_000, sum(cost.values())
    parts = {code: total * one // whole // unit * unit for code, one in cost.items()}
    largest = max(parts, key=lambda code: parts[code])
    parts[largest] += total - sum(parts.values())
    return parts


def _spent(code: str, year: int, source: str, ceiling: int) -> int | None:
    """What was spent of a ceiling, to a hundred rupiah; nothing is known of a year to come."""
    rules = HISTORY["budget"][str(year)]
    if year > REPORTED or code in rules.get("unreported", []):
        return None
    draw = chance(code, year, source)
    share = draw.uniform(0.45, 0.8) if has_failed(code, year) else draw.uniform(-0.06, 0.05)
    share += 0 if has_failed(code, year) else rules["absorption"]
    return round(ceiling * min(share, 0.998) / 100) * 100


def innovations() -> Iterator[Row]:
    lines = [
        (year, agency, line)
        for agency, years in load("innovations.toml").items()
        for year, text in years.items()
        for line in text.strip().splitlines()
    ]
    numbers = {year: count(1) for year, _, _ in lines}
    for year, agency, line in sorted(lines, key=lambda one: one[0]):
        letters, name, *more = split(line)
        stage, form, digital = list(letters)
        code = f"INO-{year}-{next(numbers[year]):03}"
        summary, programme = (*more, None, None)[:2]
        grades = chance(name).choices((2, 3, 4), weights=(2, 5, 3), k=3) if stage != "i" else ()
        yield {
            "code": code,
            "agency": agency,
            "name": name,
            "year": int(year),
            "public_service": form == "p",
            "form": FORMS[form],
            "digital": digital == "d",
            "stage": STAGES[stage],
            "affair": split(REGION["agencies"][agency])[1],
            "programme": programme,
            **dict(zip(("effective", "efficient", "simple"), grades, strict=False)),
            "summary": summary,
            "evidence": [f"bukti/{year}/{code.lower()}.pdf"] if stage in "arx" else [],
            **stage_days(code, int(year), stage),
            **MEASURED.get(name.partition(" - ")[0], {}),
        }


def stage_days(code: str, year: int, stage: str) -> Row:
    """The day of each stage up to the present one: its trial and application within the year."""
    draw = chance(code, "stages")
    trial = date(year, 1, 10) + timedelta(draw.randrange(0, 230))
    screened = trial - timedelta(draw.randrange(14, 50))
    days = {
        "idea": screened - timedelta(draw.randrange(20, 70)),
        "screened": screened,
        "trial": trial,
        "applied": trial + timedelta(draw.randrange(30, 110)),
        "replicated": date(year + 1, 3, 1) + timedelta(draw.randrange(0, 200)),
        "retired": date(year + 2, 2, 1) + timedelta(draw.randrange(0, 200)),
    }
    reached = list(days)[: list(days).index(STAGES[stage]) + 1]
    if stage == "x":
        reached.remove("replicated")
    return {f"{one}_on": days[one] for one in reached}


def innovation_marks(invented: list[Row]) -> Iterator[Row]:
    """What innovations of two years that are applied can show, of most indicators; a few lack."""
    known = innovation_index.every_indicator()["innovation"]
    shown = [row for row in invented if row["year"] in MARKED and row["stage"] == "applied"]
    for code in [str(row["code"]) for row in shown][:MOST_MARKED]:
        draw = chance(code, "marks")
        for indicator in known:
            if draw.random() < LACKING:
                continue
            yield {
                "innovation": code,
                "indicator": indicator.code,
                "parameter": draw.choices((1, 2, 3), weights=(3, 4, 3))[0],
                "evidence": [f"bukti/iid/{code.lower()}-{indicator.code}.pdf"],
                "verified": draw.random() < VERIFIED,
            }


def region_marks() -> Iterator[Row]:
    """What the region can show of its own indicators in the years of the index."""
    for year in (REPORTED, REPORTED + 1):
        for indicator in innovation_index.every_indicator()["government"]:
            draw = chance(year, indicator.code, "marks")
            yield {
                "year": year,
                "indicator": indicator.code,
                "parameter": draw.choices((1, 2, 3), weights=(2, 4, 4))[0],
                "evidence": [f"bukti/iid/{year}-{indicator.code}.pdf"],
                "verified": draw.random() < VERIFIED,
            }


class InnovationCounts:
    """The values of the indicators that count innovations, as the sheet itself has them."""

    def __init__(self, invented: list[Row]) -> None:
        self._made = Counter(
            (row["year"], row["agency"]) for row in invented if row["stage"] != "idea"
        )
        self._years = {year for year, _ in self._made}

    def __call__(self, indicator: str, year: int) -> float | None:
        what = HISTORY["counted"].get(indicator)
        if what is None or year not in self._years:
            return None
        made = [number for (made_in, _), number in self._made.items() if made_in == year]
        enough = [number for number in made if number >= INNOVATION_MINIMUM]
        return float(sum(made) if what == "innovations" else len(enough))


def capacity() -> Iterator[Row]:
    for kind, items in load("capacity.toml").items():
        for code, text in items.items():
            item, agency, unit, planned, realised = split(text)
            numbers = listed(planned)
            first = LAST_CAPACITY - len(numbers) + 1
            done = dict(enumerate(split(realised, ";"), first))
            for year, target in enumerate(numbers, first):
                yield {
                    "code": code,
                    "kind": kind,
                    "item": item,
                    "agency": agency,
                    "year": year,
                    "unit": unit,
                    "target": int(target),
                    "realised": int(done[year]) if done.get(year) else None,
                }


def index() -> Iterator[Row]:
    """Each assessor's scores, spread around the component's so that their mean is it."""
    for year, scores in REGION["index"].items():
        parts: list[tuple[str, str | None, float]]
        parts = [(part, None, scores[part]) for part in EDITION.component_codes if part != "impact"]
        parts += [("impact", dimension, score) for dimension, score in scores["impact"].items()]
        for component, dimension, score in parts:
            spread: tuple[float, ...] = chance(year, component, dimension).choice(SPREADS)
            if scores["assessors"] < len(spread):
                spread = (spread[0], -spread[0])
            for number, difference in enumerate(spread, 1):
                yield {
                    "year": int(year),
                    "framework": "gsc-2021",
                    "component": component,
                    "dimension": dimension,
                    "assessor": f"Asesor {number}",
                    "score": round(score + difference, 2),
                    "comment": _comment(int(year), dimension or component, number),
                    "source": PUBLISHED["batang"] if int(year) == PUBLISHED_INDEX else None,
                }


def other_regions() -> Iterator[Row]:
    """The index of other regions, as it was published."""
    for source in PUBLISHED["source"]:
        for place, year, value in source["values"]:
            yield {
                "place": place,
                "year": year,
                "value": value,
                "source": source["name"],
                "url": source["url"],
            }


def _comment(year: int, subject: str, assessor: int) -> str:
    if assessor == 1:
        return f"{REGION['comments'][subject]} (ilustratif)"
    if year == PUBLISHED_INDEX:
        return "Nilai akhir 3,44 dipublikasikan; rincian per asesor (ilustratif)"
    return "Nilai asesor (ilustratif)"


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "batang.xlsx"
    write(records(), path, notice=NOTICE)
    print(path)
