"""Programme achievement of Kabupaten Kebumen 2022 as published, to its two decimals.

Counts and percentages from https://ppid.kebumenkab.go.id/index.php/berita/read/7015.
"""

from decimal import Decimal

import polars as pl
import pytest

from kotacerdas.scoring.levels import level_figures
from kotacerdas.wording.numbers import round_half_up

PUBLISHED = {  # planned, realised, percent
    "governance": (9, 9, "100"),
    "branding": (7, 6, "85.71"),
    "economy": (12, 10, "83.33"),
    "living": (10, 9, "90"),
    "society": (9, 9, "100"),
    "environment": (4, 4, "100"),
}


@pytest.mark.parametrize("code", PUBLISHED)
def test_it_comes_out_as_published(code: str):
    planned, realised, percent = PUBLISHED[code]
    statuses = ["realised"] * realised + ["not_realised"] * (planned - realised)
    programmes = pl.DataFrame(
        {"dimension": code, "status": statuses, "weight": 1.0, "indicator_achievement_pct": None},
        schema_overrides={"indicator_achievement_pct": pl.Float64},
    )
    [row] = level_figures(programmes.lazy(), ["dimension"]).collect().to_dicts()

    assert (row["planned"], row["realised"]) == (planned, realised)
    assert Decimal(round_half_up(row["achievement_pct"], 2)) == Decimal(percent)
