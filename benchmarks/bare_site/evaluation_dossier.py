"""The dossier of an evaluation by part, each as it is downloaded: 80 programmes, 400 pieces."""

import sys
import time
from statistics import median

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bare_site.evaluated import with_evidence
from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.exchange.actions import begin_region
from kotacerdas.scorecards.actions import refresh_scorecards
from reading import YEAR, records

CODE = "33.25"
PIECES = 400
AT_MOST_S = 3.0
PARTS = {
    "report": "evaluation:download-report",
    "deck": "evaluation:download-deck",
    "annex": "pages:download-xlsx",
}


def main() -> None:
    region = begin_region(content(records(80, CODE)), f"{CODE}.xlsx", timezone.now())
    refresh_scorecards(region, timezone.now())
    coordinator = coordinator_of([region])
    cycle = with_evidence(region, PIECES, coordinator)
    answers = {item.code: item.answer for item in questionnaire_of(cycle).items}
    for case in whole_cases().filter(item__cycle=cycle, item__code__in=answers):
        command = CaseCommand(case, coordinator, timezone.now(), case.revision)
        save_draft(command, {"level": "3", "answer": answers[case.item.code] or "Sudah berjalan."})
    client = client_of(coordinator)
    total = 0.0
    for name, view in PARTS.items():
        path = reverse(view, args=[CODE, YEAR])
        answer = client.get(path)
        if answer.status_code != 200 or "attachment" not in answer["Content-Disposition"]:
            sys.exit(f"{name}: no file at {path}")
        taken, waited = zip(*(processor_s(client, path) for _ in range(5)), strict=True)
        total += median(taken)
        size = len(answer.content) / 1000
        print(
            f"{name}: {median(taken):.2f} s of a processor, {median(waited):.2f} s on this machine,"
            f" {size:.0f} kB",
            flush=True,
        )
    print(f"the three together: {total:.2f} s of a processor (at most {AT_MOST_S:g} s)")
    sys.exit(total > AT_MOST_S)


def processor_s(client: Client, path: str) -> tuple[float, float]:
    """What a file takes of a processor, whatever else a busy machine does, and by the clock."""
    busy, clock = time.process_time(), time.perf_counter()
    client.get(path)
    return time.process_time() - busy, time.perf_counter() - clock


main()
