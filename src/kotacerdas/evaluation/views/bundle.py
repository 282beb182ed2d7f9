"""The binder as a zip, sent while it is made: as it is now, or as a stage submitted it."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.casework.models import StoredFile
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.formats import moment
from kotacerdas.core.keys import key_in
from kotacerdas.core.stored_files import opened
from kotacerdas.core.words import language, words
from kotacerdas.documents.evidence_index import Index, index_pdf, index_xlsx
from kotacerdas.evaluation.bundle import Asked, Bundle, bundle_of, submitted
from kotacerdas.evaluation.models import Cycle, Submission
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.views.doors import of_cycle
from kotacerdas.evaluation.zipping import Member, size_of, zipped
from kotacerdas.wording.numbers import file_size

LONGEST_REASON = 500


@of_cycle
def download(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """The zip; `penyerahan` names what was submitted, all is as it is now without one."""
    if Right.REPORTS not in here.rights:
        raise NotAllowedError(Right.REPORTS)
    return _sent(
        request,
        Asked(here, cycle, timezone.localdate()),
        _submission(cycle, request.GET.get("penyerahan", "")),
    )


@of_cycle
def personal(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """Where a coordinator says why personal data goes in, and the zip with it."""
    if Right.PREPARE not in here.rights:
        raise NotAllowedError(Right.PREPARE)
    submission = _submission(cycle, request.GET.get("penyerahan", ""))
    asked, refused = Asked(here, cycle, timezone.localdate()), ""
    if request.method == "POST":
        reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]
        if reason:
            return _sent(request, replace(asked, with_personal=True), submission, reason)
        refused = words()("bundle.needs_reason")
    context = {
        "here": here,
        "cycle": cycle,
        "submission": submission,
        "stage": submission and questionnaire_of(asked.cycle).stage(submission.stage.window.code),
        "pieces": _bundle(asked, submission).personal,
        "size": _bundle(replace(asked, with_personal=True), submission).size,
        "refused": refused,
        "longest": LONGEST_REASON,
    }
    status = 422 if refused else 200
    return render(request, "evaluation/personal_bundle.html", context, status=status)


def _submission(cycle: Cycle, key: str) -> Submission | None:
    if not key:
        return None
    own = Submission.objects.select_related("stage__window", "by")
    return get_object_or_404(own, stage__cycle=cycle, pk=key_in(key) or 0)


def _bundle(asked: Asked, submission: Submission | None) -> Bundle:
    return bundle_of(asked) if submission is None else submitted(asked, submission)


def _sent(
    request: HttpRequest, asked: Asked, submission: Submission | None, reason: str = ""
) -> HttpResponse | StreamingHttpResponse:
    """The zip, once the log of access has it. What is sent asks the database nothing."""
    here, cycle, now = asked.here, asked.cycle, timezone.now()
    stage = submission.stage.window.code if submission else ""
    record_access(
        here.region.code,
        "export.bundle_personal" if asked.with_personal else "export.bundle",
        ["evaluation.cycle", cycle.year, *([stage] if stage else [])],
        actor=here.user.email,
        at=now,
        reason=reason,
    )
    asked = replace(asked, is_checked=True, site=site_address(request))
    bundle = _bundle(asked, submission)
    index = Index(
        title=words()("bundle.title", year=cycle.year),
        region=here.region.name,
        facts=_facts(asked, bundle, submission, reason),
        chapters=bundle.chapters,
        on=timezone.localdate(now),
        language=language(),
    )
    members = [
        *(_made(f"INDEX.{kind}", make(index)) for kind, make in _INDICES.items()),
        *(
            Member(path, file.size, partial(_open, path, file))
            for path, file in bundle.files.items()
        ),
    ]
    content = zipped(members, timezone.localtime(now))
    name = "-".join(["bundel", here.region.code, str(cycle.year), *([stage] if stage else [])])
    return StreamingHttpResponse(
        content,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.zip"',
            "Content-Length": str(size_of(members)),
        },
    )


_INDICES: dict[str, Callable[[Index], bytes]] = {"pdf": index_pdf, "xlsx": index_xlsx}


def _made(path: str, content: bytes) -> Member:
    return Member(path, len(content), partial(io.BytesIO, content))


def _open(path: str, file: StoredFile) -> BinaryIO:
    return opened(str(file.content), file.sha256, path)


def _facts(
    asked: Asked, bundle: Bundle, submission: Submission | None, reason: str
) -> Sequence[tuple[str, str]]:
    say, by = words(), asked.here.user
    questionnaire = questionnaire_of(asked.cycle)
    facts = [(say("bundle.made"), say("bundle.made_by", moment=moment(timezone.now()), by=by))]
    if submission is not None:
        text = say(
            "bundle.submitted_by",
            stage=questionnaire.stage(submission.stage.window.code).name(language()),
            moment=moment(submission.at),
            by=submission.by,
        )
        facts.append((say("bundle.submitted"), text))
        facts.append((say("bundle.answers_sha256"), submission.sha256))
    size = file_size(bundle.size, language())
    facts += [
        (say("bundle.questionnaire"), questionnaire.title),
        (say("bundle.files"), say.count("bundle.files_of", len(bundle.files), size=size)),
    ]
    if bundle.left_out:
        facts.append((say("bundle.left_out"), say.count("bundle.left_out_of", bundle.left_out)))
    if reason:
        facts.append((say("bundle.personal_data"), say("bundle.personal_reason", reason=reason)))
    return facts
