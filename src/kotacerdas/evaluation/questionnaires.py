"""The questionnaires that cycles hold: kept by their content, read once a process."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kotacerdas.evaluation.models import Cycle, Questionnaire
from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import load


def keep(table: Mapping[str, Any], file: str) -> Questionnaire:
    """Keep what those keys ask; the same once more is the same record.

    Raises:
        FrameworkError: they are not those of a questionnaire.
    """
    read = rules.read(table, file)
    content = json.loads(json.dumps(table, default=str))
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    made, _ = Questionnaire.objects.get_or_create(
        sha256=sha256,
        defaults={"edition": read.edition, "title": read.title, "content": content},
    )
    return made


def questionnaire_of(cycle: Cycle) -> rules.Questionnaire:
    """What the cycle asks."""
    return kept(cycle.questionnaire_id)


def framework_of(cycle: Cycle) -> Framework:
    """The edition by which the cycle is scored."""
    return load(questionnaire_of(cycle).edition)


@lru_cache(maxsize=32)
def kept(sha256: str) -> rules.Questionnaire:
    """The one of that hash, which is all that it is known by, for it never changes."""
    record = Questionnaire.objects.get(pk=sha256)
    return rules.read(record.content, record.title)
