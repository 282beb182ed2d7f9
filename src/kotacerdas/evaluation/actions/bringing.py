"""Files that are brought for an item, as the piece that it asks for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kotacerdas.casework.actions.cases import CaseCommand, current_case
from kotacerdas.casework.actions.evidence import add_file
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Evidence, State
from kotacerdas.casework.processes import process_of
from kotacerdas.casework.views.evidence import content_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.uses import use

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


def bring_files(
    command: CaseCommand,
    files: "Sequence[UploadedFile[Any]]",
    wanted: str,
    *,
    is_personal: bool = False,
) -> list[Evidence]:
    """Bring files for an item; what is ready or was returned is written anew first.

    Raises as `add_file` and `use`, at the first file that is refused; those before it stay.
    """
    if not files:
        raise RefusedError("evidence.no_file")
    command = being_written(command)
    brought = []
    for one in files:
        piece = add_file(command, one.name or "", content_of(one), is_personal=is_personal)
        use(command, piece, wanted)
        brought.append(piece)
    return brought


def being_written(command: CaseCommand) -> CaseCommand:
    """The command on the case once it is a draft, for only beside one evidence can be brought.

    Raises as `save_draft`.
    """
    case = current_case(command.case)
    if case.state in {State.VERIFIED, State.RETURNED} and case.newest is not None:
        own = CaseCommand(case, command.by, command.at, case.revision, command.via)
        case = current_case(save_draft(own, process_of(case).current(case.newest)))
    return CaseCommand(case, command.by, command.at, case.revision, command.via)
