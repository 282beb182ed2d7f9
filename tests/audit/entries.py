"""Entries to read and to tamper with."""

from datetime import UTC, datetime, timedelta

from kotacerdas.audit.actions import record_entry

BEGUN_AT = datetime(2022, 10, 6, 7, 0, 0, 123456, tzinfo=UTC)


def programme(code, before, after):
    """A change of the programme whose primary key is the number in its code."""
    pk = int("".join(filter(str.isdecimal, code)) or 0)
    return {"of": ["plan.programme", pk, code], "before": before, "after": after}


def logged(chain, count=5, **kwargs):
    """So many entries of a chain, each a minute after the one before."""
    return [
        record_entry(
            chain,
            "import",
            [programme(f"P{number}", None, {"name": f"Program {number}"})],
            **{"actor": "koordinator@batang.example", "at": BEGUN_AT + timedelta(minutes=number)}
            | kwargs,
        )
        for number in range(1, count + 1)
    ]
