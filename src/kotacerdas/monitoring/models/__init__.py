"""Windows, cases with their versions, what these say in numbers, evidence, and notices."""

from kotacerdas.monitoring.models.cases import Author, Case, Comment, State, Version
from kotacerdas.monitoring.models.evidence import Evidence, StoredFile
from kotacerdas.monitoring.models.frozen import ReportedMoney, ReportedValue, Statement
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
    "ReportedMoney",
    "ReportedValue",
    "State",
    "Statement",
    "StoredFile",
    "Version",
    "Window",
]
