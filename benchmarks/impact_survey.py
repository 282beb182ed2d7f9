"""A survey of 100,000 answers summarised; the floor is one polars group-by of the same steps."""

import numpy as np
import polars as pl

from kotacerdas.frameworks.impact_survey import rules_of, survey_of
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.impact_survey import FRAME, Asked, Part, summarise
from timing import in_pairs, report

ANSWERS = 100_000
AT_MOST = 2


def main() -> None:
    edition = load("gsc-2021")
    found = rules_of(edition)
    assert found
    rules = survey_of(found, edition)
    asked = [
        Asked(
            number,
            dimension.code,
            tuple(
                Part(sub.code, tuple(one.code for one in rules.statements[sub.code]))
                for sub in dimension.sub_dimensions
            ),
        )
        for number, dimension in enumerate(edition.dimensions)
    ]
    wide = sum(len(part.statements) for part in asked[0].parts)
    chance = np.random.default_rng(5)
    steps = chance.choice(list("12345550-"), (ANSWERS, wide))
    forms = chance.integers(0, len(asked), ANSWERS)
    answers = pl.DataFrame(
        {"form": forms, "steps": ["".join(row) for row in steps], "uses": ["210"] * ANSWERS},
        schema=FRAME,
    )
    # The same with a row a statement, as somebody would keep it who has one group-by in mind.
    rows = pl.DataFrame(
        {
            "form": np.repeat(forms, wide),
            "statement": np.tile(np.arange(wide), ANSWERS),
            "step": pl.Series(steps.ravel()).cast(pl.Int8, strict=False),
        }
    )

    def summarised() -> None:
        made = summarise(asked, answers, rules)
        assert made.answers == ANSWERS
        assert made.is_complete

    def bare() -> pl.DataFrame:
        step = pl.col("step")
        return rows.group_by("form", "statement").agg(step.mean(), sd=step.std(), n=step.count())

    report(
        in_pairs(f"{ANSWERS:,} answers summarised", summarised, bare, aim=1, at_most=AT_MOST),
    )


if __name__ == "__main__":
    main()
