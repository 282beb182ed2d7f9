"""The rules that make a verifier look twice: each with figures that meet it and that do not."""

from typing import Any

import pytest
from django.utils import translation

from kotacerdas.core.words import words
from kotacerdas.reporting.content import Content
from kotacerdas.reporting.quality import Warned, risk_of, rules, rules_in, unanswered, warnings
from kotacerdas.reporting.report_form import warning_text
from reporting.dues import due_of

KEY = "i1|q2"


def found(  # noqa: PLR0913 - all that the rules compare
    *,
    value: float | None = 9,
    spent: float | None = None,
    before: float | None = None,
    evidence: int = 1,
    previous_pct: float | None = None,
    realised: bool | None = None,
    progress_pct: float | None = None,
    not_applicable: bool = False,
    **due: Any,
) -> list[Warned]:
    """What is warned of; without more, nothing is."""
    content = Content(
        realised=realised,
        progress_pct=progress_pct,
        values={KEY: value},
        not_applicable=frozenset({KEY}) if not_applicable else frozenset(),
        money={"apbd": spent},
    )
    asked = due_of(spent=before, previous_pct=previous_pct, **due)
    return warnings(content, asked, evidence=evidence)


def ids(**figures: Any) -> set[str]:
    return {one.rule.id for one in found(**figures)}


PERCENT = {"unit": "%"}
LOWER = {"polarity": "lower"}
RANGE = {"polarity": "range", "target": 5, "target_max": 10}
LAST = {"aggregation": "last"}
YEAR = {"year_target": 40}

MET = [
    ("no_value", {"value": None}),
    ("outside_percent", {"value": 100.5, "target": 90, **PERCENT}),
    ("outside_percent", {"value": 101, "target": 90, "unit": "PERSEN"}),
    ("fraction", {"value": 0.85, "target": 85, **PERCENT}),
    ("fraction", {"value": 1.02, "target": 100, "unit": "Persen (%)"}),
    ("fraction", {"value": 0.009, "target": 8, "unit": "persentase", **LOWER}),
    ("fraction", {"value": 0.4, "target": 0, "previous": 38, **PERCENT}),
    ("negative", {"value": -0.1}),
    ("negative", {"value": -1, "previous": 0, **LOWER}),
    ("far_over_target", {"value": 15.1}),
    ("far_over_target", {"value": -4, "target": -10}),
    ("far_over_range", {"value": 15.1, **RANGE}),
    ("jump", {"value": 8.1, "previous": 4}),
    ("jump", {"value": 9, "previous": 4, **LOWER}),
    ("jump", {"value": 1, "previous": -4, "target": -1}),
    ("drop", {"value": 1.9, "previous": 4, **LOWER}),
    ("drop", {"value": 0, "previous": 4, **LOWER}),
    ("decrease", {"value": 8.9, "previous": 9, **LAST}),
    ("decrease", {"value": 0, "previous": 9, **LAST}),
    ("sum_beyond_year", {"value": 10, "so_far": 50.1, **YEAR}),
    ("round_number", {"value": 300, "target": 290}),
    ("above_ceiling", {"spent": 1_000_000.5}),
    ("far_below_ceiling", {"spent": 999}),
    ("far_below_ceiling", {"spent": 1.5}),
    ("part_of_a_rupiah", {"spent": 243_500.75}),
    ("spent_less_than_before", {"spent": 0, "before": 1}),
    ("progress_fraction", {"progress_pct": 0.85}),
    ("progress_fraction", {"progress_pct": 0.01}),
    ("realised_unfinished", {"realised": True, "progress_pct": 99.9}),
    ("realised_unfinished", {"realised": True, "progress_pct": 0}),
    ("finished_not_realised", {"realised": False, "progress_pct": 100}),
    ("progress_decrease", {"progress_pct": 0, "previous_pct": 0.5}),
    ("no_evidence", {"evidence": 0}),
]
NOT_MET = [
    ("no_value", {"value": 0}),
    ("no_value", {"value": None, "not_applicable": True}),
    ("outside_percent", {"value": 100, "target": 90, **PERCENT}),
    ("outside_percent", {"value": 101, "target": 90}),
    ("fraction", {"value": 0.85, "target": 85}),
    ("fraction", {"value": 0.4, "target": 0.5, **PERCENT}),
    ("fraction", {"value": 0.4, "target": 3.9, **PERCENT}),
    ("fraction", {"value": -0.85, "target": 85, **PERCENT}),
    ("fraction", {"value": 0, "target": 85, **PERCENT}),
    ("fraction", {"value": 1.2, "target": 20, **PERCENT}),
    ("negative", {"value": 0}),
    ("negative", {"value": -1, "target": -2}),
    ("negative", {"value": -1, "previous": -3}),
    ("far_over_target", {"value": 15}),
    ("far_over_target", {"value": 20, **LOWER}),
    ("far_over_target", {"value": 3, "target": 0}),
    ("far_over_target", {"value": -12, "target": -10}),
    ("far_over_range", {"value": 15, **RANGE}),
    ("far_over_range", {"value": 16, "target_max": None, "polarity": "range"}),
    ("jump", {"value": 8, "previous": 4}),
    ("jump", {"value": 9, "previous": 0}),
    ("jump", {"value": 9, "previous": None}),
    ("jump", {"value": -3, "previous": -4, "target": -1}),
    ("drop", {"value": 2, "previous": 4, **LOWER}),
    ("drop", {"value": 1, "previous": 4}),
    ("decrease", {"value": 9, "previous": 9, **LAST}),
    ("decrease", {"value": 8, "previous": 9}),
    ("decrease", {"value": 8, "previous": 9, **LAST, **LOWER}),
    ("sum_beyond_year", {"value": 10, "so_far": 50, **YEAR}),
    ("sum_beyond_year", {"value": 100, "so_far": None, "target": 90}),
    ("round_number", {"value": 0}),
    ("round_number", {"value": 350, "target": 290}),
    ("round_number", {"value": 100, "target": 90, **PERCENT}),
    ("above_ceiling", {"spent": 1_000_000}),
    ("above_ceiling", {"spent": None}),
    ("far_below_ceiling", {"spent": 1000}),
    ("far_below_ceiling", {"spent": 0}),
    ("far_below_ceiling", {"spent": None}),
    ("part_of_a_rupiah", {"spent": 243_500}),
    ("part_of_a_rupiah", {"spent": 1.5}),  # asked once: it is far below the ceiling
    ("part_of_a_rupiah", {"spent": 0}),
    ("progress_fraction", {"progress_pct": 0}),
    ("progress_fraction", {"progress_pct": 1}),
    ("progress_fraction", {"progress_pct": None}),
    ("spent_less_than_before", {"spent": 1, "before": 1}),
    ("spent_less_than_before", {"spent": None, "before": 1}),
    ("spent_less_than_before", {"spent": 0, "before": None}),
    ("realised_unfinished", {"realised": True, "progress_pct": 100}),
    ("realised_unfinished", {"realised": True, "progress_pct": None}),
    ("realised_unfinished", {"realised": False, "progress_pct": 50}),
    ("finished_not_realised", {"realised": False, "progress_pct": 99}),
    ("finished_not_realised", {"realised": None, "progress_pct": 100}),
    ("progress_decrease", {"progress_pct": 50, "previous_pct": 50}),
    ("progress_decrease", {"progress_pct": 50, "previous_pct": None}),
    ("no_evidence", {"evidence": 1}),
]


def test_a_report_like_any_other_is_not_warned_of():
    assert not found()


@pytest.mark.parametrize(("rule", "figures"), MET)
def test_a_rule_is_met(rule, figures):
    assert rule in ids(**figures)


@pytest.mark.parametrize(("rule", "figures"), NOT_MET)
def test_a_rule_is_not_met(rule, figures):
    assert rule not in ids(**figures)


def test_every_rule_is_tried_both_ways():
    known = {rule.id for rule in rules()}
    assert {rule for rule, _ in MET} == {rule for rule, _ in NOT_MET} == known
    assert len(rules()) == len(known)


def test_a_value_that_is_not_applicable_is_compared_with_nothing():
    assert not ids(value=None, not_applicable=True, previous=5, **LAST)


def test_a_warning_says_of_what_and_which_two_figures():
    [one] = found(spent=1_500_000)
    assert (one.name, one.left, one.right) == ("above_ceiling|apbd", 1_500_000, 1_000_000)
    [one] = found(value=40, target=30, previous=10, so_far=0, **YEAR)
    assert (one.name, one.left, one.right) == (f"jump|{KEY}", 40, 10)
    [one] = found(value=10, so_far=60, **YEAR)
    assert (one.rule.id, one.left, one.right) == ("sum_beyond_year", 70, 40)


def test_risk_adds_up_and_what_is_not_asked_counts_too():
    warned = found(value=300, target=290, evidence=0)
    by_id = {rule.id: rule for rule in rules()}
    assert risk_of(warned) == by_id["round_number"].risk + by_id["no_evidence"].risk
    assert risk_of([]) == 0


def test_only_what_asks_waits_for_its_own_answer():
    warned = found(value=300, target=290, evidence=0)

    def waiting(**answers: str) -> list[str]:
        return [one.rule.id for one in unanswered(warned, Content(answers=answers))]

    assert waiting() == ["no_evidence"]
    assert waiting(**{"no_evidence|": ""}) == ["no_evidence"]
    assert waiting(**{f"no_evidence|{KEY}": "x"}) == ["no_evidence"]
    assert not waiting(**{"no_evidence|": "Menyusul"})


RULE = '[[rule]]\nid = "x"\neach = "{each}"\nleft = "value"\ncompares = "{compares}"\n'


def test_a_rule_file_with_an_unknown_comparison_is_refused():
    assert rules_in(RULE.format(each="value", compares="above"))[0].factor == 1
    with pytest.raises(ValueError, match="nearly"):
        rules_in(RULE.format(each="value", compares="nearly"))
    with pytest.raises(ValueError, match="village"):
        rules_in(RULE.format(each="village", compares="above"))
    with pytest.raises(TypeError, match="colour"):
        rules_in(RULE.format(each="value", compares="above") + 'colour = "red"\n')


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("rule", [rule.id for rule in rules()])
def test_every_rule_has_its_words(language, rule):
    with translation.override(language):
        text = warning_text(rule, 12.5, 7)
        assert words()("report.answer_now")
    assert "{" not in text
    assert "None" not in text
