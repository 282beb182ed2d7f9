"""The stages of an innovation follow one another, and what is the same names another."""

import pytest
from openpyxl.utils import get_column_letter

from kotacerdas.workbook.innovations import MOST_IN_DECK
from workbook.builder import good, issues_of


def innovation(**values: object) -> list[str]:
    """The issues where the one innovation of the workbook says that, too."""
    sheets = good()
    titles, row = sheets["Innovations"]
    for name, value in values.items():
        if name in titles:
            row[titles.index(name)] = value
        else:
            titles.append(name)
            row.append(value)
    return issues_of(sheets)


def test_stages_with_their_days_in_order():
    assert not innovation(
        stage="applied",
        idea_on="2021-01-12",
        screened_on="2021-03-03",
        trial_on="2021-06-01",
        applied_on="2022-01-10",
    )


def test_one_that_says_no_day_is_as_in_version_1():
    assert not innovation(stage="applied")


@pytest.mark.parametrize("earlier", ["idea_on", "screened_on"])
def test_a_day_before_that_of_an_earlier_stage(earlier: str):
    wrong = innovation(**{earlier: "2022-05-05"}, trial_on="2022-05-04")
    assert "STAGE_OUT_OF_ORDER Innovations!L2" in wrong
    same_day = innovation(**{earlier: "2022-05-05"}, trial_on="2022-05-05")
    assert not [one for one in same_day if "STAGE_OUT_OF_ORDER" in one]


def test_an_idea_later_than_the_year_in_which_it_counts():
    assert innovation(stage="idea", idea_on="2023-01-01") == ["YEAR_BEFORE_IDEA Innovations!D2"]
    assert not innovation(stage="idea", idea_on="2022-12-31")


@pytest.mark.parametrize("stage", ["idea", "screened", "trial"])
def test_a_day_beyond_its_stage(stage: str):
    assert innovation(stage=stage, applied_on="2022-02-02") == ["STAGE_NOT_REACHED Innovations!K2"]


def test_a_skipped_stage_is_warned_of():
    found = innovation(stage="applied", idea_on="2022-01-01", applied_on="2022-03-01")
    assert found == ["STAGE_SKIPPED Innovations!H2"] * 2


def test_an_idea_may_be_retired_at_once():
    assert not innovation(stage="retired", idea_on="2022-01-01", retired_on="2022-03-01")


def test_the_same_as_none_that_is_known():
    assert innovation(same_as="n9") == ["UNKNOWN_REFERENCE Innovations!K2"]


def test_the_same_as_itself():
    assert innovation(same_as="n1") == ["SAME_AS_ITSELF Innovations!K2"]


def test_a_chain_of_the_same():
    sheets = good()
    titles, row = sheets["Innovations"]
    titles.append("same_as")
    for code, same_as in (("n2", "n3"), ("n3", None)):
        sheets["Innovations"].append([code, *row[1:], same_as])
    row.append("n2")
    assert issues_of(sheets) == ["SAME_AS_ITSELF Innovations!K3"]


def test_more_in_the_deck_of_a_year_than_stand_in_it():
    sheets = good()
    titles, row = sheets["Innovations"]
    titles.append("in_deck")
    others = [[f"x{at}", *row[1:2], f"Nama {at}", *row[3:], "ya"] for at in range(MOST_IN_DECK + 1)]
    sheets["Innovations"] = [titles, *others[:-1]]
    assert not issues_of(sheets)
    sheets["Innovations"] = [titles, *others]
    last = get_column_letter(len(titles))
    assert issues_of(sheets) == [f"TOO_MANY_IN_DECK Innovations!{last}{MOST_IN_DECK + 2}"]
    year = titles.index("year")
    sheets["Innovations"][1][year] -= 1
    assert "TOO_MANY_IN_DECK" not in " ".join(issues_of(sheets))
