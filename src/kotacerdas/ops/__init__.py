"""The site as a whole: backup, restoring, and whether the records are those of the log."""
