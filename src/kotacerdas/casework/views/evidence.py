"""Evidence brought beside a case, whatever that is about."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import require_side
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import add_file, add_link
from kotacerdas.casework.file_kinds import ACCEPTED, MOST_BYTES, refuse_too_large
from kotacerdas.casework.models import Case, Evidence
from kotacerdas.casework.processes import case_url, process_of, whole_cases
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import sentence, words

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES_AT_ONCE = 5 * MOST_BYTES
# What a form of five such files has beside them.
_BESIDE = 100_000
takes_evidence = takes_upload(
    MOST_BYTES_AT_ONCE + _BESIDE,
    "evidence.too_much",
    most=MOST_BYTES // 1_000_000,
    at_once=MOST_BYTES_AT_ONCE // 1_000_000,
)


@takes_evidence
@in_region(Right.READ)  # and on the agency's side
def add(request: HttpRequest, here: Here, pk: int) -> HttpResponseBase:
    """Bring files or a link beside a case."""
    case = get_object_or_404(whole_cases(), region=here.region, pk=pk)
    require_side(here.user, case, Side.AGENCY, timezone.now())
    command = CaseCommand(case, here.user, timezone.now(), case.revision)
    original = _original(request, case)
    if request.method != "POST":
        return _add_page(request, here, case, [], original)
    is_link = request.POST.get("do") == "link"
    refused = _link(request, command) if is_link else _files(request, command, original)
    if refused:
        return _add_page(request, here, case, refused, original, status=422)
    return redirect(f"{case_url(case)}#bukti")


def _original(request: HttpRequest, case: Case) -> Evidence | None:
    """The piece of which a redacted copy is brought."""
    wanted = request.POST.get("copy_of") or request.GET.get("copy_of") or ""
    if not wanted:
        return None
    present = Evidence.objects.filter(case=case, removed_at__isnull=True)
    return get_object_or_404(present, pk=key_in(wanted) or 0)


def _files(request: HttpRequest, command: CaseCommand, original: Evidence | None) -> list[str]:
    """Each file by itself: what is refused keeps no other from being added. Why not, in words."""
    sent = request.FILES.getlist("file")
    if not sent:
        return [words()("evidence.no_file")]
    added, refused = 0, []
    for one in sent:
        try:
            add_file(
                command,
                one.name or "",
                content_of(one),
                is_personal="personal" in request.POST,
                redacted_of=original,
            )
            added += 1
        except RefusedError as error:
            refused.append(sentence(error))
    if added:
        messages.success(request, words().count("evidence.added", added))
    return refused


def content_of(sent: "UploadedFile[Any]") -> bytes:
    """The bytes of a file of evidence. Raises RefusedError, unread, where they are too many."""
    refuse_too_large(sent.name or "", sent.size or 0)
    content: bytes = sent.read()
    return content


def _link(request: HttpRequest, command: CaseCommand) -> list[str]:
    typed = request.POST
    try:
        seen_on = _day(typed.get("seen_on", ""))
        add_link(command, typed.get("url", ""), typed.get("title", ""), seen_on)
    except RefusedError as error:
        return [sentence(error)]
    messages.success(request, words().count("evidence.added", 1))
    return []


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError("evidence.no_day") from error


def _add_page(  # noqa: PLR0913, PLR0917 - where, and what came of it
    request: HttpRequest,
    here: Here,
    case: Case,
    refused: list[str],
    original: Evidence | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": here,
        "case": case,
        "name": process_of(case).name(case),
        "back": case_url(case),
        "original": original,
        "refused": refused,
        "kinds": ACCEPTED,
        "today": timezone.localdate(),
        "typed": request.POST if refused else {},
    }
    return render(request, "casework/add_evidence.html", context, status=status)
