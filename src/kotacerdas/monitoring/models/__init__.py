"""Windows, cases with their versions and evidence, notices and reminders."""

from kotacerdas.monitoring.models.cases import Author, Case, Comment, State, Version
from kotacerdas.monitoring.models.evidence import Evidence, StoredFile
from kotacerdas.monitoring.models.notices import Notice, Reminder
from kotacerdas.monitoring.models.windows import REPORTING, WHOLE_YEAR, Extension, Window

__all__ = [
    "REPORTING",
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
