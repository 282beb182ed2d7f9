"""Three sentences for whoever leads: always three, always true to the figures."""

import pytest

from kotacerdas.documents import leading
from kotacerdas.documents.facts import TEXT, Facts, Figure
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language


def figure(name: str, pct: float | None, last: float | None, **counts: int) -> Figure:
    every = dict.fromkeys(
        ("realised", "not_realised", "not_reported", "behind", "on_track", "not_due"), 0
    )
    return Figure(name, name, None, 10, every | counts, pct, None, "", last)


class Known(Facts):
    """Facts of a year as a test says them, in place of a scorecard."""

    def __init__(self, figures: list[Figure], rows: list[dict], *, is_complete: bool) -> None:
        self.language, self.year, self.is_complete = Language.ID, 2022, is_complete
        self.say = terms(Language.ID, TEXT)
        self.__dict__["dimensions"], self.__dict__["programmes"] = figures, rows


def movement(*figures: Figure, rows: list[dict] = (), is_complete: bool = True) -> str:
    return leading._movement(Known(list(figures), list(rows), is_complete=is_complete))


MISSED = {"dimension": "Economy", "status": "not_realised", "note": "hibah mesin batal"}


def test_the_largest_rise_and_fall_with_the_reason_that_was_recorded():
    said = movement(
        figure("Living", 83.3, 66.6),
        figure("Economy", 80.0, 90.0, not_reported=1),
        figure("Branding", 85.7, 85.7),
        rows=[MISSED],
    )
    assert said == (
        "Living naik paling banyak, 16,7 poin; Economy turun 10,0 poin, karena “hibah mesin batal”,"
        " 1 program belum dilaporkan."
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([figure("Living", 83.3, None)], "Belum ada tahun sebelumnya untuk dibandingkan."),
        ([], "Belum ada tahun sebelumnya untuk dibandingkan."),
        ([figure("Living", 83.31, 83.3)], "Tidak ada dimensi yang naik atau turun dari 2021."),
        (
            [figure("Living", 84, 80), figure("Economy", 80, 80)],
            "Living naik paling banyak, 4,0 poin; tidak ada dimensi yang turun.",
        ),
        (
            [figure("Living", 80, 84), figure("Economy", 80, 80)],
            "Living turun paling banyak, 4,0 poin; tidak ada dimensi yang naik.",
        ),
    ],
)
def test_what_did_not_move_is_said_too(figures: list[Figure], expected: str):
    assert movement(*figures) == expected


def test_a_running_year_is_never_compared_with_a_whole_one():
    behind = {"dimension": "Economy", "status": "behind", "note": None}
    said = movement(figure("Economy", None, 90.0, behind=2), rows=[behind], is_complete=False)

    assert said == "Yang tertinggal paling banyak di Economy, 2 program."
    assert movement(figure("Economy", None, 90.0), is_complete=False) == (
        "Dari yang dilaporkan, tidak ada program yang tertinggal."
    )
