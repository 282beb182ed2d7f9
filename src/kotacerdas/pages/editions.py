"""The rules that a year is judged by, each with its source; and the same year under others."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.core.words import language, words
from kotacerdas.frameworks import questionnaire
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.impact_survey import rules_of, survey_of
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scoring.crosswalk import crosswalk
from kotacerdas.wording import numbers


@of_year
def edition(request: HttpRequest, page: YearPage) -> HttpResponse:
    """The edition of the year's result: what it says, on what ground, for which days."""
    own = page.facts.scorecard.framework
    asked = questionnaire.of_edition(own.id)
    rules, said = rules_of(own), _said(own)
    context = {
        "page": page,
        "edition": own,
        "rules": [(rule, said[rule], source) for rule, source in own.sources.items()],
        "survey": survey_of(rules, own) if rules is not None else None,
        "asked": asked,
        "others": _others(own),
    }
    return render(request, "pages/edition.html", context)


def _said(own: Framework) -> dict[str, str]:
    """What each rule says, in a few words."""
    say, lang = words(), language()

    def plain(number: float) -> str:
        return numbers.plain(number, lang)

    weights = [(one.name(lang), plain(float(one.weight * 100))) for one in own.components]
    bands = [(one.name_in(lang), plain(one.from_pct)) for one in own.bands]
    low, high = plain(own.floor_pct), plain(own.cap_pct)
    least, n = plain(own.on_track_from_pct), own.innovation_minimum
    signs = ", ".join(say.term("signs", one) for one in own.panel.signs)
    return {
        "dimensions": ", ".join(one.name(lang) for one in own.dimensions),
        "components": ", ".join(f"{name} {weight} %" for name, weight in weights),
        "scale": "–".join(map(plain, own.scale)),
        "bands": ", ".join(f"{name} ≥ {bound}" for name, bound in bands),
        "achievement": say(f"rules.{own.polarity_lower}", low=low, high=high),
        "progress": say("rules.said_progress", least=least),
        "innovations": say(f"rules.counts_{own.innovation_counts}", n=n),
        "panel": "; ".join(
            filter(
                None,
                (
                    say("rules.said_panel", bound=plain(float(own.panel.spread_bound)), who=signs),
                    ", ".join(
                        f"{one.name.name(lang)} ≥ {plain(float(one.at_least))}"
                        for one in own.panel.bands
                    ),
                ),
            )
        ),
    }


def _others(own: Framework) -> list[Framework]:
    return [load(name) for name in packaged() if name != own.id]


@of_year
def under(request: HttpRequest, page: YearPage, edition: str) -> HttpResponse:
    """The year's programmes under another edition, beside those of its own."""
    card = page.facts.scorecard
    own = card.framework
    if edition not in packaged() or edition == own.id:
        raise Http404
    other = load(edition)
    found = crosswalk(card, other)
    lang = language()

    def rows(of: Framework, figures: Any) -> list[dict[str, Any]]:
        return [
            {"name": one.name(lang), "planned": 0, "realised": 0, "achievement_pct": None}
            | figures.get(one.code, {})
            for one in of.dimensions
        ]

    subs = {sub.code: sub for one in own.dimensions for sub in one.sub_dimensions}
    context = {
        "page": page,
        "own": own,
        "other": other,
        "before": rows(own, found.before),
        "after": rows(other, found.after),
        "moves": [
            (
                own.name_of(row["dimension"], lang),
                subs[row["sub_dimension"]].name(lang) if row["sub_dimension"] in subs else "",
                other.name_of(row["to"], lang) if row["to"] else "",
                row["programmes"],
            )
            for row in found.moves
        ],
        "undecided": [
            (row["code"], row["name"], own.name_of(row["dimension"], lang))
            for row in found.undecided
        ],
        "has_equal_weights": len(set(other.weights.values())) == 1,
    }
    return render(request, "pages/crosswalk.html", context)
