"""Periods, reports with their evidence, notices and reminders."""

from kotacerdas.monitoring.models.evidence import Evidence, StoredFile
from kotacerdas.monitoring.models.notices import Notice, Reminder
from kotacerdas.monitoring.models.periods import WHOLE_YEAR, Extension, Period
from kotacerdas.monitoring.models.reports import Comment, Report, State

__all__ = [
    "WHOLE_YEAR",
    "Comment",
    "Evidence",
    "Extension",
    "Notice",
    "Period",
    "Reminder",
    "Report",
    "State",
    "StoredFile",
]
