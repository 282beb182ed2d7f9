"""The regional innovation index of 5,000 innovations x 20 indicators, and after one change.

The floor is one polars group-by of the same rows. A change is one innovation marked anew: its old
points go, its new ones come, and the index of the region follows.
"""

from datetime import date

import numpy as np
import polars as pl

from kotacerdas.frameworks.innovation_index import InnovationEdition, edition_on
from kotacerdas.scoring.innovation_index import InnovationIndex, Part, Readiness, readiness
from kotacerdas.scoring.innovation_marks import Mark, marks_of_one
from timing import in_pairs, report

INNOVATIONS = 5_000
DAY = date(2026, 6, 30)
AT_MOST = 3  # times the floor
CHANGES = 50  # in the time of one reading from scratch
STEPS = 100


def frames(edition: InnovationEdition) -> tuple[list[Mark], pl.DataFrame, pl.DataFrame]:
    """The marks of the region, its innovations and their marks."""
    chance = np.random.default_rng(3)
    codes = [f"INO-{at:05}" for at in range(INNOVATIONS)]
    indicators = [one.code for one in edition.innovation]
    affairs = [*(one.name_id for one in edition.affairs), "Perikanan", None]
    rows = INNOVATIONS * len(indicators)
    marks = pl.DataFrame(
        {
            "innovation": np.repeat(codes, len(indicators)),
            "indicator": np.tile(indicators, INNOVATIONS),
            "parameter": chance.integers(0, 4, rows).astype(np.int8),
            "has_evidence": chance.random(rows) < 0.8,
            "is_verified": chance.random(rows) < 0.5,
        }
    )
    innovations = pl.DataFrame(
        {"innovation": codes, "affair": [affairs[at % 8] for at in range(INNOVATIONS)]}
    )
    return [Mark(one.code, 2, has_evidence=True) for one in edition.government], innovations, marks


def changed(before: Readiness, marks: list[Mark], edition: InnovationEdition) -> InnovationIndex:
    """The index after the marks of the first innovation became these."""
    was = before.part(before.marks.units[0])
    now = Part(marks_of_one(before.marks.units[0], marks, edition).points, was.affair)
    return before.index.after(was, now)


def main() -> None:
    edition = edition_on(DAY)
    assert edition
    region, innovations, marks = frames(edition)
    before = readiness(region, innovations, marks, edition, DAY)
    others = [Mark(one.code, 2, has_evidence=True, is_verified=True) for one in edition.innovation]

    def scratch() -> Readiness:
        made = readiness(region, innovations, marks, edition, DAY)
        assert made.index.claimed.value > made.index.verified.value
        return made

    def bare() -> pl.DataFrame:
        return marks.group_by("innovation").agg(pl.col("parameter").mean())

    report(
        in_pairs(f"the index of {marks.height:,} marks", scratch, bare, aim=2, at_most=AT_MOST),
        in_pairs(
            f"the same with each innovation's maturity and the {STEPS} best steps",
            lambda: (scratch().innovations, before.steps(STEPS)),
            bare,
            aim=4,
            at_most=2 * AT_MOST,
        ),
        in_pairs(
            f"{CHANGES} changes of one innovation, against once from scratch",
            lambda: [changed(before, others, edition).claimed.value for _ in range(CHANGES)],
            scratch,
            aim=0.5,
            at_most=1,
        ),
    )


if __name__ == "__main__":
    main()
