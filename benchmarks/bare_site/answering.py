"""Fifty phones behind one address fill in a form, six times each, and send every third twice.

None may fail, be lost or be counted twice. The times are those of sending the last screen.
"""

import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.db import connection
from django.utils import timezone

from bare_site.reporting_stage import CODE, YEAR, planned
from bare_site.serving import server
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.survey.actions.running import Plan, begin_survey, move_survey
from kotacerdas.survey.models import Answer
from kotacerdas.survey.rules import Move

PHONES, EACH, SECONDS = 50, 6, 60
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def staged() -> str:
    """The address of a form."""
    region = Region.objects.create(code=CODE, name="Kabupaten Batang", level="regency")
    planned(region, 3, 3, YEAR)
    programme = Programme.objects.filter(region=region).order_by("pk")[0]
    Programme.objects.filter(pk=programme.pk).update(dimension="living")
    by = User.objects.create_user("coordinator@bench.kotacerdas.invalid")
    began = datetime(2020, 1, 1, tzinfo=UTC)
    Appointment.objects.create(user=by, region=region, role=Role.COORDINATOR, from_at=began)
    today, now = timezone.localdate(), timezone.now()
    topics = dict.fromkeys(("spatial_harmony", "health", "mobility"), programme.pk)
    plan = Plan(today, today + timedelta(days=9), {}, topics)
    survey = begin_survey(region, YEAR, plan, by=by, at=now)
    move_survey(survey, Move.OPEN, by=by, at=now)
    return f"/s/{survey.forms.get().code}/"


def answered(url: str, number: int) -> list[float]:
    """How long each of a phone's answers took to be kept."""
    times = []
    for at in range(EACH):
        page = asked(url)
        for place in range(3):
            chosen = {f"u{place}": "2"} | {f"s{place}-{one}": "4" for one in range(3)}
            page = asked(url, page, chosen, "next")
        began = time.perf_counter()
        last = asked(url, page, {"age": "25-34", "sex": "f"}, "send")
        times.append(time.perf_counter() - began)
        assert "sudah diterima" in last
        if (number + at) % 3 == 0:
            assert "dihitung satu kali" in asked(url, page, {"age": "25-34"}, "send")
    return times


def asked(url: str, page: str = "", chosen: dict[str, str] | None = None, go: str = "") -> str:
    form = dict(_HIDDEN.findall(page)) | (chosen or {}) | {"go": go}
    data = urlencode(form).encode() if page else None
    with urlopen(Request(url, data), timeout=30) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def main() -> None:
    address = staged()
    with server() as port, ThreadPoolExecutor(PHONES) as phones:
        url = f"http://127.0.0.1:{port}{address}"
        began = time.perf_counter()
        found = phones.map(lambda number: answered(url, number), range(PHONES))
        times = [one for own in found for one in own]
        took = time.perf_counter() - began
    kept, wanted = Answer.objects.count(), PHONES * EACH
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"{connection.vendor}: {kept} of {wanted} kept in {took:.1f} s (at most {SECONDS} s);"
        f" p50 {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
    )
    sys.exit(0 if kept == wanted and took <= SECONDS else 1)


main()
