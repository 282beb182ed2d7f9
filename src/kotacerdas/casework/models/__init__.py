"""Windows, cases with their versions, evidence, and notices."""

from kotacerdas.casework.models.cases import Author, Case, Comment, State, Version
from kotacerdas.casework.models.evidence import Evidence, StoredFile
from kotacerdas.casework.models.notices import Notice, Reminder
from kotacerdas.casework.models.windows import WHOLE_YEAR, Extension, Window

__all__ = [
    "WHOLE_YEAR",
    "Author",
    "Case",
    "Comment",
    "Evidence",
    "Extension",
    "Notice",
    "Reminder",
    "State",
    "StoredFile",
    "Version",
    "Window",
]
