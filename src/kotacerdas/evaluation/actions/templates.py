"""A region's own PowerPoint file as the template of its decks: set, and taken back."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.actions.evidence import LONGEST_TITLE
from kotacerdas.casework.actions.pieces import stored_as
from kotacerdas.casework.models import StoredFile
from kotacerdas.casework.safe_names import safe_text
from kotacerdas.evaluation.deck_templates import template_of
from kotacerdas.evaluation.models import DeckTemplate
from kotacerdas.evaluation.template_files import KIND, judged
from kotacerdas.records.actions import lock_region
from kotacerdas.records.files import storing
from kotacerdas.records.models import Region


def set_template(region: Region, name: str, data: bytes, *, by: User, at: datetime) -> DeckTemplate:
    """Have decks stand on that file, in the place of the one before; the same changes nothing.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: as `judged`.
    """
    require(by, region, Right.PREPARE, at)  # before a file is opened for nobody
    title = safe_text(name)[-LONGEST_TITLE:]
    content = judged(title, data)
    with storing(StoredFile) as store, transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        file = stored_as(store, region, content, KIND, 0)
        before = template_of(region)
        if before is not None and before.file_id == file.pk:
            return before
        said = _removed(before, at)
        made = DeckTemplate.objects.create(
            region=region,
            file=file,
            title=title,
            sent_sha256=hashlib.sha256(data).hexdigest(),
            added_by=by,
            added_at=at,
        )
        said.append({"of": of_template(made), "before": None, "after": values_of(made)})
        record_entry(region.code, "evaluation.template", said, actor=by.email, at=at)
    return made


def remove_template(region: Region, *, by: User, at: datetime) -> None:
    """Have decks stand on the usual ground again; without a template nothing changes.

    Raises NotAllowedError: `by` does not prepare evaluations there.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        said = _removed(template_of(region), at)
        if said:
            record_entry(region.code, "evaluation.drop_template", said, actor=by.email, at=at)


def _removed(template: DeckTemplate | None, at: datetime) -> list[dict[str, Any]]:
    if template is None:
        return []
    DeckTemplate.objects.filter(pk=template.pk).update(removed_at=at)
    return [{"of": of_template(template), "before": values_of(template), "after": None}]


def of_template(template: DeckTemplate) -> list[Any]:
    """What the log calls it."""
    return ["evaluation.template", template.pk, template.title]


def values_of(template: DeckTemplate) -> dict[str, Any]:
    """What the log has of it: the hash of what was sent, and of what is stored."""
    return {"sent_sha256": template.sent_sha256, "sha256": template.file.sha256}
