"""Sends a report in, dies at a given place if one is named, or says what there is."""

import json
import os
import signal
import sys
from pkgutil import resolve_name

import django


def die_at(place):
    """Be killed when the function of that name is called."""
    owner, _, name = place.rpartition(".")
    setattr(resolve_name(owner), name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))


def submit():
    from kotacerdas.accounts.models import User  # noqa: PLC0415 - once Django is set up
    from kotacerdas.casework.actions.cases import CaseCommand  # noqa: PLC0415
    from kotacerdas.casework.actions.steps import submit  # noqa: PLC0415
    from kotacerdas.casework.models import Case  # noqa: PLC0415
    from reporting.cast import AT  # noqa: PLC0415

    case = Case.objects.get(programme__code="p1")
    operator = User.objects.get(email__startswith="operator@")
    submit(CaseCommand(case, operator, AT, case.revision))


def state():
    """Everything that sending in writes."""
    from kotacerdas.audit.hashing import breaks  # noqa: PLC0415
    from kotacerdas.audit.models import Entry  # noqa: PLC0415
    from kotacerdas.casework.models import Version  # noqa: PLC0415
    from kotacerdas.reporting.models import (  # noqa: PLC0415
        ReportedMoney,
        ReportedValue,
        Statement,
    )

    return {
        "report": list(Version.objects.values_list("state", "case__revision")),
        "rows": Statement.objects.count() + ReportedValue.objects.count(),
        "spent": list(ReportedMoney.objects.values_list("realised", flat=True)),
        "log": list(Entry.objects.order_by("number").values_list("action", flat=True)),
        "breaks": breaks(Entry.objects.order_by("number")),
    }


if __name__ == "__main__":
    django.setup()
    verb, *places = sys.argv[1:]
    for one in places:
        die_at(one)
    if verb == "submit":
        submit()
    sys.stdout.write(json.dumps(state()))
