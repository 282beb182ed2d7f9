"""What needs a decision: the open matters of a year, at most five."""

from collections import Counter
from dataclasses import dataclass

from kotacerdas.documents.facts import Facts
from kotacerdas.scoring.scorecard import STATUSES
from kotacerdas.wording.dates import long_date


@dataclass(frozen=True)
class Matter:
    """One open matter; `mark` names the shape beside it."""

    key: str
    mark: str
    count: int
    text: str
    detail: str


def matters(facts: Facts) -> list[Matter]:
    """The matters there are, the weightiest first; empty when nothing is open."""
    if facts.is_complete:
        own = [_missed(facts), _unreported(facts), _short(facts), _money(facts)]
    else:  # nobody is short of what the year asks before it is over
        own = [_behind(facts), _unreported(facts), _not_due(facts)]
    candidates = [*own, _lapsing(facts)]
    return [matter for matter in candidates if matter is not None]


def _missed(facts: Facts) -> Matter | None:
    rows = facts.programmes_that_are("not_realised")
    if not rows:
        return None
    code = Counter(row["dimension"] for row in rows).most_common(1)[0][0]
    name = next(figure.name for figure in facts.dimensions if figure.code == code)
    reasons = sum(1 for row in rows if row["note"])
    detail = facts.say("attention.not_realised_detail", dimension=name, reasons=reasons)
    return _matter(facts, "not_realised", len(rows), detail)


def _behind(facts: Facts) -> Matter | None:
    rows = facts.programmes_that_are("behind")
    if not rows:
        return None
    reasons = sum(1 for row in rows if row["note"])
    agencies = len({row["agency"] for row in rows})
    key = "attention.behind_detail"
    detail = facts.say.count(key, agencies, agencies=agencies, reasons=reasons)
    return _matter(facts, "behind", len(rows), detail)


def _not_due(facts: Facts) -> Matter | None:
    rows = facts.programmes_that_are("not_due")
    if not rows:
        return None
    return _matter(facts, "not_due", len(rows), facts.say("attention.not_due_detail"))


def _unreported(facts: Facts) -> Matter | None:
    rows = facts.programmes_that_are("not_reported")
    if not rows:
        return None
    agencies = len({row["agency"] for row in rows})
    key = "attention.not_reported_detail"
    detail = facts.say.count(key, agencies, agencies=agencies)
    return _matter(facts, "not_reported", len(rows), detail)


def _short(facts: Facts) -> Matter | None:
    short = facts.short_of_minimum
    if not short:
        return None
    detail = facts.say("attention.innovations_detail", count=len(facts.agency_names))
    return _matter(facts, "innovations", len(short), detail)


def _money(facts: Facts) -> Matter | None:
    if facts.money is None or not facts.money.not_reported:
        return None
    detail = facts.say("attention.budget_detail")
    return _matter(facts, "budget", facts.money.not_reported, detail)


def _lapsing(facts: Facts) -> Matter | None:
    rows = facts.lapsing_regulations
    if not rows:
        return None
    last = max(row["valid_to"] for row in rows)
    detail = facts.say("attention.regulations_detail", day=long_date(last, facts.language))
    return _matter(facts, "regulations", len(rows), detail)


def _matter(facts: Facts, key: str, count: int, detail: str) -> Matter:
    mark = key if key in STATUSES else "open"
    text = facts.say.count(f"attention.{key}", count, minimum=facts.minimum)
    return Matter(key, mark, count, text, detail)
