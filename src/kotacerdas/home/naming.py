"""What a number of a result is called, and how it is shown, by its place (a JSON pointer)."""

from kotacerdas.core.words import words
from kotacerdas.documents.facts import Facts
from kotacerdas.wording.numbers import NOTHING, number, percent, rupiah

PERCENTAGES = ("achievement_pct", "indicator_achievement_pct", "absorption_pct")
RUPIAH = ("ceiling_rp", "realised_rp")
_INDEX = ("value", "score", "previous", "improvement", "spread")


def number_name(facts: Facts, pointer: str) -> str:
    """`Smart Economy · capaian 2022`."""
    steps = pointer.split("/")
    say = words()
    measure = steps[-1]
    if steps[0] == "index" and measure != "value":
        name = (
            facts.scorecard.framework.name_of(steps[2], facts.language)
            if steps[1] == "components"
            else say("title.index")
        )
    elif steps[0] in {"dimensions", "agencies", "programmes"}:
        name = _place(facts, steps)
    else:
        name = say(f"number.{steps[0]}")
    key = f"number.{measure}"
    told = say(key) if key in say else say.term("state", measure)
    return f"{name} · {told} {facts.year}"


def _place(facts: Facts, steps: list[str]) -> str:
    at = int(steps[1])
    if steps[0] == "programmes":
        return str(facts.programmes[at]["name"])
    if steps[0] == "agencies":
        return facts.agencies[at].name
    figure = facts.dimensions[at]
    if steps[2] != "sub_dimensions":
        return figure.name
    subs = [sub for sub in facts.sub_dimensions if sub.dimension == figure.code]
    return f"{figure.name} · {subs[int(steps[3])].name}"


def is_later(facts: Facts, pointer: str) -> bool:
    """Whether it is the achievement of programmes in a year that is not complete."""
    is_of_programmes = pointer.strip("/").split("/")[0] in {"overall", "dimensions", "agencies"}
    return is_of_programmes and not facts.is_complete and pointer.endswith("achievement_pct")


def number_value(facts: Facts, pointer: str, value: float | None) -> str:
    """The number as its measure is shown."""
    measure = pointer.rsplit("/", 1)[-1]
    if is_later(facts, pointer):
        return NOTHING
    if measure in PERCENTAGES:
        return percent(value, facts.language)
    if measure in RUPIAH:
        return rupiah(value, facts.language)
    return number(value, 2 if measure in _INDEX else 0, facts.language)
