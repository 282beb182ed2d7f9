"""A restore that is killed leaves nothing that the next one stumbles over."""

import signal

RESTORE = "kotacerdas.ops.restore"
# Before the rows, between rows and files, within a file, after all files.
PLACES = (
    (RESTORE, "_fill"),
    (RESTORE, "_put_back_files"),
    ("os", "fsync"),
    (RESTORE, "all_findings"),
)


def test_it_can_be_done_again_wherever_it_was_killed(backup_file, reported, empty_site):
    site = empty_site("killed")
    for place in PLACES:
        ended = site.ended(["die_at", *place], ["restore", str(backup_file)])
        assert ended.returncode == -signal.SIGKILL, place
    assert site.run(["restore", str(backup_file)], ["report"]) == [reported]
