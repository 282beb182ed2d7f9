"""The regional innovation index worked by hand, in both editions and at their bounds."""

from datetime import date
from fractions import Fraction

import pytest

from kotacerdas.scoring.innovation_index import marked_steps
from kotacerdas.scoring.innovation_marks import State, marks_of_one
from scoring.innovations import mark, readiness

IN_2023, IN_2026, IN_2027 = date(2023, 6, 30), date(2026, 6, 30), date(2027, 6, 30)
BASIC = ("education", "health", "public_works", "housing", "order", "social")

# (indicator, parameter, and what is to be said of it); with evidence and verified otherwise.
REGION = [
    ("1", 3),  # 1 x 3 = 3
    ("2a", 2, "unverified"),  # 1 x 2 = 2, claimed only
    ("5a", 3),  # 0.75 x 3 = 2.25
    ("8", 1),  # 1.5 x 1 = 1.5
    ("12", 2, "unproven"),  # nothing yet
]  # claimed 8.75, verified 6.75
QUEUE = [
    ("16", 3),  # 3 x 3 = 9
    ("17", 2),  # 2 x 2 = 4
    ("35", 3),  # 4 x 3 = 12
    ("31", 1, "unverified"),  # 3 x 1 = 3, claimed only
    ("18", 0),
    ("20", None),
]  # claimed 28, verified 25
FISH = [
    ("16", 1),  # 3
    ("32", 3),  # 2 x 3 = 6
    ("33", 2, "unproven"),
]  # 9
TWO = {"QUEUE": ("Kesehatan", QUEUE), "FISH": ("Perikanan", FISH)}


def test_edition_2023_below_the_minimum_number():
    found = readiness(IN_2023, REGION, TWO)
    claimed, verified = found.index.claimed, found.index.verified

    assert claimed.government == Fraction("8.75")
    assert claimed.innovations == Fraction("3.7")  # (28 + 9) / 10, though there are two
    assert claimed.count == Fraction("0.76")  # 0.38 x 2
    assert claimed.value == Fraction("5.284")  # 100 x (8.75 + 4.46) / 250
    assert verified.value == Fraction("4.364")  # 100 x (6.75 + 34/10 + 0.76) / 250
    assert found.index.band.name == "kurang inovatif"


def test_edition_2026_with_affairs_missing():
    found = readiness(IN_2026, REGION, TWO)

    assert found.index.claimed.innovations == Fraction(37, 12)
    assert found.index.claimed.count == 0
    assert found.index.claimed.value == Fraction(71, 15)  # 100 x (8.75 + 37/12) / 250 = 4.7333
    assert found.index.missing_affairs == (
        "education",
        "public_works",
        "housing",
        "order",
        "social",
    )
    assert found.index.affairs_lacking == 4  # of five; health is there


def test_an_innovations_maturity_and_what_it_lacks():
    found = readiness(IN_2023, REGION, TWO)

    queue, fish = found.innovations.rows(named=True)
    assert (queue["claimed"], queue["verified"], queue["affair"]) == (28.0, 25.0, "health")
    # Of 20 four are scored; of the mandatory 32 and 33 are without.
    assert (queue["lacking"], queue["mandatory_lacking"]) == (16, 2)
    assert (fish["claimed"], fish["lacking"], fish["mandatory_lacking"]) == (9.0, 18, 3)
    assert found.marks.lacking("FISH")[:2] == ["17", "18"]


def test_the_states_of_a_mark():
    marks = readiness(IN_2023, REGION, TWO).marks
    states = {code: marks.state("QUEUE", code) for code in ("16", "18", "20", "21")}
    assert states == {
        "16": State.SCORED,
        "18": State.ZERO,
        "20": State.NOT_REPORTED,
        "21": State.NOT_REPORTED,  # no mark at all
    }
    assert marks.state("FISH", "33") == State.UNPROVEN


def test_the_best_single_steps():
    steps = readiness(IN_2023, REGION, TWO).steps()

    first = [(one.kind, one.innovation, one.indicator, one.parameter) for one in steps[:4]]
    assert first == [
        ("prove", None, "12", 2),  # 100 x 2 x 2 / 250
        ("raise", None, "6", 1),  # 100 x 1.5 / 250
        ("raise", None, "7", 1),
        ("raise", None, "8", 2),
    ]
    assert [one.gain for one in steps[:4]] == [Fraction("1.6"), *[Fraction("0.6")] * 3]
    gains = {(one.kind, one.innovation, one.indicator): one.gain for one in steps}
    assert gains["prove", "FISH", "33"] == Fraction("0.24")  # 100 x 3 x 2 / 10 / 250
    assert gains["raise", "FISH", "35"] == Fraction("0.16")  # 100 x 4 / 10 / 250
    assert gains["enter", None, None] == Fraction("0.152")  # 100 x 0.38 / 250; still below ten
    assert ("raise", None, "1") not in gains  # all of it is reached
    assert ("raise", "QUEUE", "35") not in gains


def test_the_steps_of_one_innovation():
    found = readiness(IN_2023, REGION, TWO)
    alone = marks_of_one("FISH", [mark(*one) for one in FISH], found.index.edition)

    steps = marked_steps(found.index, alone, 3)

    assert [(one.kind, one.indicator, one.parameter, one.gain) for one in steps] == [
        ("prove", "33", 2, Fraction("0.24")),
        ("raise", "35", 1, Fraction("0.16")),
        ("raise", "16", 2, Fraction("0.12")),  # 100 x 3 / 10 / 250; equal to 31, which comes later
    ]


def many(count, affairs=BASIC, marks=(("35", 3),)):
    """So many innovations of 12 points each, one in each of the affairs and the others in none."""
    of = [*affairs, *[None] * (count - len(affairs))]
    return {f"I{at:03}": (affair, marks) for at, affair in enumerate(of)}


@pytest.mark.parametrize(
    ("day", "count", "affairs", "innovations", "counted"),
    [
        (IN_2023, 9, 0, "10.8", "3.42"),  # 9 x 12 / 10
        (IN_2023, 10, 0, "12", "3.8"),
        (IN_2023, 11, 0, "12", "4.18"),
        (IN_2023, 199, 0, "12", "75.62"),
        (IN_2023, 200, 0, "12", "76"),
        (IN_2023, 201, 0, "12", "76"),  # more than 200 bring no more
        (IN_2026, 11, 5, "11", "4.18"),  # 11 x 12 / 12
        (IN_2026, 12, 4, "12", "0"),
        (IN_2026, 12, 5, "12", "4.56"),
        (IN_2026, 201, 5, "12", "76"),
        (IN_2027, 14, 5, "12", "0"),
        (IN_2027, 14, 6, "12", "5.32"),
        (IN_2027, 12, 6, "72/7", "4.56"),  # 12 x 12 / 14
    ],
)
def test_the_bounds(day, count, affairs, innovations, counted):
    score = readiness(day, [], many(count, BASIC[:affairs])).index.claimed
    assert (score.innovations, score.count) == (Fraction(innovations), Fraction(counted))


def entering(steps):
    return {one.affair: one.gain for one in steps if one.kind == "enter"}


def test_an_innovation_that_covers_the_last_affair_brings_the_count():
    steps = readiness(IN_2026, [], many(12, BASIC[:4])).steps()
    # 13 x 0.38 = 4.94; the mean falls from 144/12 to 144/13.
    gain = 100 * (Fraction("4.94") + Fraction(144, 13) - 12) / 250
    assert entering(steps) == {"order": gain, "social": gain}
    assert {one.kind for one in steps[:2]} == {"enter"}


def test_where_two_affairs_lack_no_single_step_brings_the_count():
    assert entering(readiness(IN_2026, [], many(12, BASIC[:3])).steps()) == {}


def test_entering_one_without_points_can_lose():
    # From 12 to 13: the mean falls by 12/13, which is more than 0.38.
    assert entering(readiness(IN_2026, [], many(12, BASIC)).steps()) == {}
    # From 40 to 41: by 12/41 = 0.2927, less than 0.38.
    gain = 100 * (Fraction("0.38") - Fraction(12, 41)) / 250
    assert entering(readiness(IN_2026, [], many(40, BASIC)).steps()) == {None: gain}
    assert entering(readiness(IN_2026, [], many(200, BASIC)).steps()) == {}


@pytest.mark.parametrize(("day", "value"), [(IN_2023, 100), (IN_2026, 100)])
def test_everything_reached_is_100(day, value):
    found = readiness(day, "all", {f"I{at}": (BASIC[at % 6], "all") for at in range(200)})
    assert found.index.claimed.value == found.index.verified.value == value
    assert found.index.band.name == "sangat inovatif"
    assert found.steps() == []


def test_nothing_at_all_cannot_be_assessed():
    found = readiness(IN_2026, [], {})
    assert found.index.claimed.value == 0
    assert found.index.band.name == "tidak dapat dinilai"
