"""Files that are brought for an item, as the piece that it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kotacerdas.casework.actions.cases import CaseCommand, GoneError, current_case
from kotacerdas.casework.actions.evidence import keep_file, sent_file
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Evidence, State, StoredFile
from kotacerdas.casework.processes import process_of
from kotacerdas.casework.views.evidence import content_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.uses import use
from kotacerdas.evaluation.validity import UNSAID, Days
from kotacerdas.records.actions import lock_region
from kotacerdas.records.files import storing

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True)
class Brought:
    """What became of files that were sent together."""

    kept: Sequence[Evidence]
    refused: Sequence[RefusedError]


def bring_files(
    command: CaseCommand,
    files: "Sequence[UploadedFile[Any]]",
    wanted: str,
    *,
    is_personal: bool = False,
    days: Days = UNSAID,
) -> Brought:
    """Bring files for an item, each whole or not at all, whatever becomes of the others.

    With the first that is kept, what is ready or was returned is written anew.

    Raises:
        NotAllowedError: `by` does not write in the item.
        GoneError: the item is there no more.
        RefusedError: no file was sent.
    """
    if not files:
        raise RefusedError("evidence.no_file")
    kept, refused = [], []
    for one in files:
        try:
            kept.append(_bring(command, one, wanted, days, is_personal=is_personal))
        except GoneError:
            raise
        except RefusedError as error:
            refused.append(error)
    return Brought(kept, refused)


def _bring(
    command: CaseCommand,
    file: "UploadedFile[Any]",
    wanted: str,
    days: Days,
    *,
    is_personal: bool,
) -> Evidence:
    """Raises as `add_file` and `use`."""
    sent = sent_file(command, file.name or "", content_of(file))
    with storing(StoredFile) as store, transaction.atomic():
        lock_region(command.case.region)
        own = being_written(command)
        piece = keep_file(own, store, sent, is_personal=is_personal)
        use(own, piece, wanted, days)
    return piece


def being_written(command: CaseCommand) -> CaseCommand:
    """The command on the case once it is a draft, for only beside one evidence can be brought.

    Raises as `save_draft`.
    """
    case = current_case(command.case)
    if case.state in {State.VERIFIED, State.RETURNED} and case.newest is not None:
        own = CaseCommand(case, command.by, command.at, case.revision, command.via)
        case = current_case(save_draft(own, process_of(case).current(case.newest)))
    return CaseCommand(case, command.by, command.at, case.revision, command.via)
