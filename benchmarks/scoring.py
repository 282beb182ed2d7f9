"""Scoring a country's ten years from Parquet to all levels.

The floor is a bare polars group-by (mean) of the same rows at the same levels, each from the
leaves; the same in pandas gives the same results, and takes at least three times as long.
`--large` scores ten times the rows, streaming: a file holds whole years, so that no group crosses
files, and one after the other is scored in the memory of one.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.indicators import with_achievement
from kotacerdas.scoring.levels import level_figures, programme_values
from timing import Pairs, in_pairs, report

FOLDER = Path("build/bench")
REGIONS, YEARS, INDICATORS = 514, 10, 3
ROWS = 6_000_000
FRAMEWORK = load()
CARRIED = ("dimension", "sub_dimension", "agency", "programme_weight", "status")
LEVELS = {
    "sub_dimension": ["region", "year", "dimension", "sub_dimension"],
    "agency": ["region", "year", "agency"],
    "dimension": ["region", "year", "dimension"],
    "region": ["region", "year"],
}
PROGRAMME = ["region", "year", "programme"]
PANDAS_AT_LEAST = 3
LARGE_AT_MOST = 12


def generated(rows: int, seed: int) -> pl.DataFrame:
    """Leaves: one indicator of one programme in one year of one region each."""
    chance = np.random.default_rng(seed)
    number = np.arange(rows)
    programme = number // INDICATORS
    per_year = rows // (REGIONS * YEARS * INDICATORS) + 1
    place = programme // per_year
    dimension = (programme * 7919) % 6
    polarity = pl.Enum(["higher", "lower", "range"])
    target = np.round(chance.uniform(10, 200, rows), 2)
    upper = np.round(target * 1.25, 2)
    reached = chance.uniform(0.5, 1.3, rows)
    kind = (number * 31) % 10
    return pl.DataFrame(
        {
            "region": (place // YEARS % REGIONS).astype(np.int16),
            "year": (2015 + place % YEARS).astype(np.int16),
            "programme": (programme % per_year).astype(np.int32),
            "dimension": pl.Series(dimension.astype(np.uint8)).cat.to(
                pl.Enum(load().dimension_codes)
            ),
            "sub_dimension": (dimension * 3 + programme % 3).astype(np.int16),
            "agency": (programme * 31 % 41).astype(np.int16),
            "programme_weight": 1.0 + (programme % 5 == 0),
            "status": pl.Series((programme % 8 // 6).astype(np.uint8)).cat.to(
                pl.Enum(["realised", "not_realised", "not_reported"])
            ),
            "polarity": pl.Series(
                np.where(kind < 7, 0, np.where(kind < 9, 1, 2)).astype(np.uint8)
            ).cat.to(polarity),
            "target": target,
            "target_max": pl.Series(upper),
            "value": pl.Series(
                np.where(number % 29 == 0, np.nan, np.round(target * reached, 2))
            ).fill_nan(None),
            "weight": 1.0 + (number % 3 == 0),
            "standing": pl.Series([None], dtype=pl.String).extend_constant(None, rows - 1),
        }
    )


def leaves(rows: int) -> Path:
    """A file, or for the large run a folder of files of ROWS rows."""
    path = FOLDER / f"leaves-{rows}"
    path.mkdir(parents=True, exist_ok=True)
    for part in range(rows // ROWS or 1):
        file = path / f"{part}.parquet"
        if not file.exists():
            made = generated(min(rows, ROWS), seed=part)
            # Each part stands for other years, so that all groups are its own.
            made.with_columns(pl.col("year") + part * YEARS).write_parquet(file)
    return path


def scored(path: Path, files: str = "*.parquet") -> dict[str, pl.DataFrame]:
    rows = with_achievement(pl.scan_parquet(path / files), FRAMEWORK)
    values = programme_values(rows, [*PROGRAMME, *CARRIED])
    programmes = values.rename({"programme_weight": "weight"})
    known = programmes.collect(engine="streaming")
    plans = [level_figures(known.lazy(), keys) for keys in LEVELS.values()]
    results = [known, *pl.collect_all(plans, engine="streaming")]
    return dict(zip(("programme", *LEVELS), results, strict=True))


def scored_by_file(path: Path) -> dict[str, pl.DataFrame]:
    parts = [scored(path, file.name) for file in sorted(path.glob("*.parquet"))]
    return {level: pl.concat(part[level] for part in parts) for level in parts[0]}


def bare(path: Path) -> list[pl.DataFrame]:
    rows = pl.scan_parquet(path / "*.parquet")
    return pl.collect_all(
        [rows.group_by(keys).agg(pl.col("value").mean()) for keys in (PROGRAMME, *LEVELS.values())]
    )


def in_pandas(path: Path) -> dict[str, pd.DataFrame]:
    """The same in pandas, from the same Parquet."""
    rows = pd.read_parquet(path)
    value, target, upper = rows["value"], rows["target"], rows["target_max"]
    kind = rows["polarity"].to_numpy()
    scorable = np.where((kind == "range") & (value > upper), upper > 0, target > 0)
    below = np.where(value < target, 100 * value / target, 100.0)
    in_range = np.where(value > upper, 100 * (2 * upper - value) / upper, below)
    achieved = np.where(
        kind == "higher",
        100 * value / target,
        np.where(kind == "lower", 100 * (2 * target - value) / target, in_range),
    )
    achieved = np.where(
        value.isna() | rows["standing"].notna() | ~scorable, np.nan, np.clip(achieved, 0, 100)
    )
    rows["_wa"] = rows["weight"] * achieved
    rows["_w"] = rows["weight"].where(~np.isnan(achieved))
    how = {"_wa": "sum", "_w": "sum"} | dict.fromkeys(CARRIED, "first")
    programmes = rows.groupby(PROGRAMME, observed=True).agg(how).reset_index()
    programmes["indicator_achievement_pct"] = programmes["_wa"] / programmes["_w"].where(
        programmes["_w"] > 0
    )
    weight = programmes["programme_weight"]
    known = programmes["indicator_achievement_pct"].notna()
    programmes["_wa"] = weight * programmes["indicator_achievement_pct"]
    programmes["_w"] = weight.where(known)
    programmes["realised"] = programmes["status"] == "realised"
    programmes["not_reported"] = programmes["status"] == "not_reported"
    results = {"programme": programmes}
    for level, keys in LEVELS.items():
        grouped = programmes.groupby(keys, observed=True)
        figures = grouped.agg(
            planned=("realised", "size"),
            realised=("realised", "sum"),
            not_reported=("not_reported", "sum"),
            _wa=("_wa", "sum"),
            _w=("_w", "sum"),
        ).reset_index()
        figures["indicator_achievement_pct"] = figures["_wa"] / figures["_w"]
        figures["achievement_pct"] = 100 * figures["realised"] / figures["planned"]
        results[level] = figures
    return results


def agree(ours: dict[str, pl.DataFrame], theirs: dict[str, pd.DataFrame]) -> None:
    for level, keys in LEVELS.items():
        one = ours[level].with_columns(pl.col(pl.Enum).cast(pl.String)).sort(keys)
        other = pl.from_pandas(theirs[level].astype({k: str for k in keys if k == "dimension"}))
        other = other.sort(keys)
        for column in ("achievement_pct", "indicator_achievement_pct"):
            assert np.allclose(one[column].to_numpy(), other[column].to_numpy(), atol=1e-9), level


def main() -> None:
    path = leaves(ROWS)
    agree(scored(path), in_pandas(path))
    answers = [
        in_pairs(
            f"score {ROWS:,} rows",
            lambda: scored(path),
            lambda: bare(path),
            aim=1.2,
            at_most=2,
            fewest=5,
            most=15,
        ),
        in_pairs(
            "ours against pandas",
            lambda: scored(path),
            lambda: in_pandas(path),
            aim=0.25,
            at_most=1 / PANDAS_AT_LEAST,
            fewest=3,
            most=7,
        ),
    ]
    if "--large" in sys.argv:
        answers.append(large(path))
    report(*answers)


def large(path: Path) -> Pairs:
    """Ten times the rows, streaming, beside the ordinary number."""
    many = leaves(10 * ROWS)
    return in_pairs(
        f"{10 * ROWS:,} rows streaming, against {ROWS:,}",
        lambda: scored_by_file(many),
        lambda: scored(path),
        aim=10,
        at_most=LARGE_AT_MOST,
        fewest=3,
        most=3,
    )


if __name__ == "__main__":
    main()
