"""The formulas of docs/methodology.md a second time, in plain Python over traced cells alone.

Nothing here is shared with the program, so that one can be held against the other.
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from statistics import fmean

WEIGHTS = {"baseline": 10, "output": 20, "outcome": 30, "impact": 20, "quick_win": 20}


def span(row):
    """The last day of a row's period and the months it covers."""
    period = row["period"]
    length = {None: 12, "q": 3, "s": 6, "m": 1}[period and period[0]]
    last = 12 if period is None else int(period[1:]) * length
    after = date(row["year"] + last // 12, last % 12 + 1, 1)
    return after - timedelta(days=1), set(range(last - length, last))


def by_end(rows):
    return sorted(rows, key=lambda row: (span(row)[0], len(span(row)[1])))


def rolled(rows, field, how):
    given = [row[field] for row in by_end(rows) if row[field] is not None]
    if not given:
        return None
    return {"sum": sum, "mean": fmean, "last": lambda values: values[-1]}[how](given)


def indicator(row, targets, values, as_of):
    """The state of one indicator, its achievement, and whether it is incomplete."""
    how = row["aggregation"]
    values = by_end([v for v in values if v["value"] is not None or v["status"] is not None])
    if values and values[-1]["status"] == "not_applicable":
        return "not_applicable", None, False
    if not targets:
        return "no_target", None, False
    due = by_end([target for target in targets if span(target)[0] <= as_of])
    if not due:
        return "not_due", None, False
    last_end = span(due[-1])[0]
    counted = [v for v in values if how != "last" or span(v)[0] == last_end]
    value = rolled(counted, "value", how)
    target, upper = rolled(due, "target", how), rolled(due, "target_max", how)
    fraction = parts(row["polarity"], target, upper, value)
    if fraction is not None and fraction[1] is not None and fraction[1] <= 0:
        return "unscorable", None, False
    if value is None:
        return "not_reported", None, False
    told = set().union(*(span(v)[1] for v in values))
    wanted = set().union(*(span(target)[1] for target in due))
    achieved = min(max(100 * fraction[0] / fraction[1], 0), 100)
    return "scored", achieved, how == "sum" and bool(wanted - told)


def parts(polarity, target, upper, value):
    """Numerator and divisor; the numerator means nothing without a value."""
    if polarity == "higher":
        return value, target
    if polarity == "lower":
        return (None if value is None else 2 * target - value), target
    if value is None:
        return None
    if value < target:
        return value, target
    return (2 * upper - value, upper) if value > upper else (1, 1)


def indicators(rows, as_of):
    targets, values = defaultdict(list), defaultdict(list)
    for row in rows["Targets"]:
        targets[row["indicator"]].append(row)
    for row in rows["Realisation"]:
        values[row.get("indicator")].append(row)
    return {
        row["code"]: (row, *indicator(row, targets[row["code"]], values[row["code"]], as_of))
        for row in rows["Indicators"]
    }


def mean_by_weight(pairs):
    known = [(value, weight) for value, weight in pairs if value is not None]
    if not known:
        return None
    return sum(v * w for v, w in known) / sum(w for _, w in known)


def indicator_achievement(rows, as_of):
    scored = defaultdict(list)
    for row, _, achieved, _ in indicators(rows, as_of).values():
        scored[row["programme"]].append((achieved, row["weight"]))
    return mean_by_weight(
        (mean_by_weight(scored[row["code"]]), row.get("weight", 1)) for row in rows["Programmes"]
    )


def index_value(rows):
    by_part = defaultdict(list)
    for row in rows:
        by_part[row["component"], row["dimension"]].append(Fraction(str(row["score"])))
    means = defaultdict(list)
    for (component, _), scores in by_part.items():
        means[component].append(sum(scores) / len(scores))
    if set(means) != set(WEIGHTS):
        return None
    return sum(Fraction(w, 100) * sum(means[c]) / len(means[c]) for c, w in WEIGHTS.items())


def spread(rows):
    """Each assessor's mean over what the component consists of."""
    own = defaultdict(list)
    for row in rows:
        own[row["assessor"]].append(Fraction(str(row["score"])))
    means = [sum(scores) / len(scores) for scores in own.values()]
    return max(means) - min(means) if len(means) > 1 else None


def mean_score(rows):
    by_dimension = defaultdict(list)
    for row in rows:
        by_dimension[row["dimension"]].append(Fraction(str(row["score"])))
    return fmean(fmean(scores) for scores in by_dimension.values())


def recomputed(number, rows, year, as_of):
    """A number from `rows`, the traced cells by sheet as one dict a row."""
    kind, _, name = number
    match kind:
        case "budget" | "budget_sources":
            return budget(name, rows["Budget"])
        case "capacity":
            return capacity(name, rows["Capacity"])
        case "innovations":
            return innovations(name, rows)
        case "indicator_counts":
            return indicator_count(name, rows, as_of)
        case "index" | "index_components" | "index_dimensions":
            return index_number(kind, name, rows["Index"], year)
        case "programmes":
            return indicator_achievement(rows, as_of)
    return figure(name, rows, as_of)


def figure(name, rows, as_of):
    planned, reports = len(rows["Programmes"]), rows["Realisation"]
    realised = sum(row.get("realised") is True for row in reports)
    match name:
        case "planned":
            return planned
        case "realised":
            return realised
        case "not_reported":
            return planned - len(reports)
        case "achievement_pct":
            return 100 * realised / planned
        case "innovations":
            return len(rows["Innovations"])
    return indicator_achievement(rows, as_of)


def budget(name, rows):
    ceilings = sum(row["ceiling"] for row in rows if "ceiling" in row)
    realised = [row.get("realised") for row in rows]
    spent = sum(amount for amount in realised if amount is not None)
    match name:
        case "ceiling_rp":
            return ceilings
        case "realised_rp":
            return spent
        case "not_reported":
            return realised.count(None)
    return 100 * spent / ceilings


def capacity(name, rows):
    if name == "items":
        return len(rows)
    if name == "not_reported":
        return sum(row["realised"] is None for row in rows)
    return fmean(min(100 * (row["realised"] or 0) / row["target"], 100) for row in rows)


def innovations(name, rows):
    if name == "total":
        return len(rows["Innovations"])
    if name == "agencies":
        return len(rows["Agencies"])
    own = defaultdict(int)
    for row in rows["Innovations"]:
        own[row["agency"]] += 1
    return sum(own[row["code"]] >= 3 for row in rows["Agencies"])


def indicator_count(name, rows, as_of):
    if name == "total":
        return len(rows["Indicators"])
    found = indicators(rows, as_of).values()
    if name == "incomplete":
        return sum(is_incomplete for *_, is_incomplete in found)
    return sum(state == name for _, state, _, _ in found)


def index_number(kind, name, rows, year):
    this, last = ([row for row in rows if row["year"] == y] for y in (year, year - 1))
    if kind != "index":
        return spread(this) if name == "spread" else mean_score(this)
    match name:
        case "value":
            return index_value(this)
        case "previous":
            return index_value(last)
    return index_value(this) - index_value(last)
