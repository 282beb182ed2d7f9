"""Likely twins of 5,000 innovations: of a new one among them, and of all with all.

The words are made up, as often of few letters and as common as those of real names; a tenth of the
innovations is another one written a little otherwise. Beside the limits in seconds stands the bare
comparison of the names' letters, without which there would be nothing to do.
"""

import random
from collections.abc import Callable

import numpy as np
from rapidfuzz import fuzz, process

from kotacerdas.wording.likeness import AllTwins, Text, Texts
from timing import Limit, in_pairs, report, seconds

TEXTS = 5_000
ONE_AT_MOST, READY_AT_MOST, ALL_AT_MOST = 0.2, 0.5, 60  # seconds
BARE_AT_MOST = 12  # times
SYLLABLES = ("ka", "ri", "su", "lan", "ta", "men", "po", "ye", "gi", "bar", "ne", "wo")


def texts() -> list[Text]:
    chance = random.Random(5)  # noqa: S311 - text to measure with
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(4_000)]
    weights = [1 / (10 + at) for at in range(len(words))]

    def some(fewest: int, most: int) -> str:
        return " ".join(chance.choices(words, weights, k=chance.randint(fewest, most)))

    made = [Text(f"I{at}", some(3, 8), some(15, 60)) for at in range(TEXTS * 9 // 10)]
    for at in range(len(made), TEXTS):
        other = chance.choice(made)
        made.append(Text(f"I{at}", f"{other.name} {some(1, 1)}", some(15, 60)))
    return made


def main() -> None:
    made = texts()
    ready = Texts(made)
    new = Text("new", made[7].name, made[8].summary)
    assert ready.twins_of(new).count >= 2
    found: list[AllTwins] = []
    names = [text.name for text in made]

    def fastest(work: Callable[[], object]) -> float:
        return min(seconds(work) for _ in range(5))

    def letters() -> None:
        for start in range(0, TEXTS, 500):
            process.cdist(
                names[start : start + 500], names, scorer=fuzz.ratio, dtype=np.float32, workers=2
            )

    took = seconds(lambda: found.append(ready.all_twins()))
    assert found[0].count >= TEXTS // 10
    print(f"{found[0].count:,} pairs of {TEXTS:,} texts are alike")
    report(
        Limit(f"twins of one among {TEXTS:,}", fastest(lambda: ready.twins_of(new)), ONE_AT_MOST),
        Limit(f"making {TEXTS:,} ready for it", fastest(lambda: Texts(made)), READY_AT_MOST),
        Limit(f"twins of all {TEXTS:,} with all", took, ALL_AT_MOST),
        in_pairs(
            "the same, against the bare comparison of letters",
            ready.all_twins,
            letters,
            aim=5,
            at_most=BARE_AT_MOST,
            fewest=3,
            most=5,
        ),
    )


if __name__ == "__main__":
    main()
