"""Saying something of a case."""

from django.db import transaction

from kotacerdas.accounts.selectors import operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.access import require_reading
from kotacerdas.casework.actions.cases import CaseCommand, locked_case
from kotacerdas.casework.models import Comment
from kotacerdas.casework.notices import tell
from kotacerdas.casework.processes import process_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.workbook.cells import printable

LONGEST = 5000


def comment(command: CaseCommand, text: str) -> Comment:
    """Say something of a case; whoever may read it reads that too.

    The same again, where nobody said anything since, changes nothing.

    Raises:
        NotAllowedError: `by` may not read the case.
        RefusedError: there is no text, or too much.
    """
    text, by, at = printable(text), command.by, command.at
    with transaction.atomic():
        case = locked_case(command)
        require_reading(by, case, at)
        if not text:
            raise RefusedError("comment.empty")
        if len(text) > LONGEST:
            raise RefusedError("comment.too_long", most=LONGEST)
        comments = list(Comment.objects.filter(case=case).select_related("by").order_by("pk"))
        if comments and (comments[-1].by, comments[-1].text) == (by, text):
            return comments[-1]
        process = process_of(case)
        made = Comment.objects.create(case=case, by=by, at=at, text=text)
        said = {
            "of": ["casework.comment", made.pk, *process.key(case), made.pk],
            "before": None,
            "after": {"text": text},
        }
        record_entry(case.region.code, f"{process.phrases}.comment", [said], actor=by.email, at=at)
        readers = {one.pk: one for one in operators_at([case.agency], at)}
        readers |= {one.by.pk: one.by for one in comments}
        readers.pop(by.pk, None)
        values = {"name": process.name(case), "by": str(by)}
        notice = f"{process.phrases}_comment"
        tell(readers.values(), case.region, notice, values, at, case=case)
    return made
