"""What the letter of the day says of an evaluation around the deadline of its stage."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

from django.db.models import Count, Q

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.casework.models import State
from kotacerdas.casework.reminding import Paragraph, is_near, register_paragraphs, reminds_of
from kotacerdas.core.addresses import address
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.models import EVALUATION, FINDING, ItemCase
from kotacerdas.evaluation.waiting import Standing, standing_of, to_answer
from kotacerdas.records.models import Agency, Region
from kotacerdas.wording.dates import long_date


def register() -> None:
    register_paragraphs(_paragraphs)


def _paragraphs(held: Collection[Appointment], today: date) -> Mapping[int, list[Paragraph]]:
    """Operators are told what waits for their agency, coordinators how much is ready."""
    regions = {one.region_id: one.region for one in held}
    standings = ((pk, standing_of(region, today)) for pk, region in regions.items())
    running = {pk: one for pk, one in standings if one and is_near(one.deadline, today)}
    left = {pk: _left(regions[pk], today) for pk in running}
    found: dict[int, list[Paragraph]] = {}
    for one in held:
        standing = running.get(one.region_id)
        if standing is None:
            continue
        if one.role == Role.COORDINATOR:
            write = partial(_of_all, standing, one.region, _ready(standing))
        elif one.agency is not None and (own := left[one.region_id].get(one.agency.pk)):
            write = partial(_of_agency, standing, one.region, one.agency, own)
        else:
            continue
        paragraph = Paragraph(
            one.region, partial(_subject, standing), write, reminds_of(standing.deadline, today)
        )
        found.setdefault(one.user_id, []).append(paragraph)
    return found


def _left(region: Region, today: date) -> dict[int, tuple[int, int]]:
    """Items and findings that wait for each agency, by its primary key; in one query."""
    agencies = Agency.objects.filter(region=region).values_list("pk", flat=True)
    rows = to_answer(region, list(agencies), today).order_by("agency").values_list("agency")
    counted = rows.annotate(
        items=Count("pk", filter=Q(process=EVALUATION)),
        findings=Count("pk", filter=Q(process=FINDING)),
    )
    return {pk: (items, findings) for pk, items, findings in counted}


def _ready(standing: Standing) -> tuple[int, int]:
    """How many items and documents are ready, of how many."""
    counts = ItemCase.objects.filter(cycle=standing.cycle).aggregate(
        ready=Count("pk", filter=Q(state=State.VERIFIED)), total=Count("pk")
    )
    return counts["ready"], counts["total"]


def _subject(standing: Standing) -> str:
    stage, day = standing.stage.name(language()), long_date(standing.deadline, language())
    return words()("cycle.remind_subject", stage=stage, day=day)


def _of_agency(
    standing: Standing, region: Region, agency: Agency, left: tuple[int, int], site: str
) -> str:
    items, findings = left
    lines = [f"{agency}, {_subject(standing)}:"]
    lines += [f"- {words().count('cycle.remind_items', items)}"] if items else []
    lines += [f"- {words().count('cycle.remind_findings', findings)}"] if findings else []
    return "\n".join([*lines, site + address("pages:work", region.code)])


def _of_all(standing: Standing, region: Region, ready: tuple[int, int], site: str) -> str:
    lines = [
        f"{_subject(standing)}:",
        f"- {words()('cycle.ready_of', ready=ready[0], total=ready[1])}",
    ]
    if standing.open_findings:
        lines.append(f"- {words().count('finding.open_ones', standing.open_findings)}")
    binder = address("evaluation:binder", region.code, standing.cycle.year)
    return "\n".join([*lines, site + binder])
