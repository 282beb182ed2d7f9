"""A year in three sentences for whoever leads the region: how far, what moved, what waits."""

from kotacerdas.documents import headlines
from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts, Figure
from kotacerdas.wording.cutting import cut
from kotacerdas.wording.numbers import number, round_half_up

LONGEST_REASON = 90
NAMED_MATTERS = 2


def sentences(facts: Facts) -> list[str]:
    """The three, each a whole sentence; what is not known is said, never left out."""
    return [f"{headlines.overall(facts)}.", _movement(facts), _waiting(facts)]


def _movement(facts: Facts) -> str:
    """Where it went up and down most since the year before; while the year runs, what is behind."""
    if not facts.is_complete:
        return _running(facts)
    moved = [figure for figure in facts.dimensions if figure.change_points is not None]
    if not moved:
        return facts.say("leading.nothing_before")
    best, worst = max(moved, key=_points), min(moved, key=_points)
    is_up, is_down = _rounded(best) > 0, _rounded(worst) < 0
    if not is_up and not is_down:
        return facts.say("leading.no_change", before=facts.year - 1)
    key = "leading.up_and_down" if is_up and is_down else "leading.up" if is_up else "leading.down"
    return facts.say(
        key,
        best=best.name,
        worst=worst.name,
        up=number(_points(best), 1, facts.language),
        down=number(-_points(worst), 1, facts.language),
        because=_because(facts, worst),
    )


def _running(facts: Facts) -> str:
    worst = max(facts.dimensions, key=lambda figure: figure.behind, default=None)
    if worst is None or not worst.behind:
        return facts.say("leading.none_behind")
    return facts.say.count(
        "leading.behind", worst.behind, worst=worst.name, because=_because(facts, worst)
    )


def _because(facts: Facts, figure: Figure) -> str:
    """Why it fell short there, as far as it is recorded, after a blank; empty where nothing is."""
    reasons = [row["note"] for row in facts.programmes_that_are(facts.short_status, figure.code)]
    reason = next((one for one in reasons if one), None)
    parts = []
    if reason:
        parts.append(facts.say("leading.reason", reason=cut(reason, LONGEST_REASON)))
    if facts.is_complete and figure.not_reported:
        parts.append(facts.say.count("leading.unreported", figure.not_reported))
    return "".join(f", {part}" for part in parts)


def _waiting(facts: Facts) -> str:
    texts = [f"{one.count} {one.text}" for one in matters(facts)][:NAMED_MATTERS]
    if not texts:
        return facts.say("leading.nothing_waits")
    both = facts.say("leading.and", one=texts[0], other=texts[-1])
    return facts.say("leading.waits", matters=both if len(texts) > 1 else texts[0])


def _points(figure: Figure) -> float:
    return figure.change_points or 0.0


def _rounded(figure: Figure) -> float:
    return float(round_half_up(_points(figure), 1))
