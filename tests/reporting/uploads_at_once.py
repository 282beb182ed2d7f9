"""Two people who upload the same file in the same moment; run by itself where the database of the
tests, one in memory, can't be used by two at once."""

import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path


def upload(codes: Sequence[str]) -> dict[str, object]:
    """What came of it: what failed, and how much there is of each kind."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up
    from django.db import connection  # noqa: PLC0415

    from kotacerdas.casework.actions.evidence import add_file  # noqa: PLC0415
    from kotacerdas.casework.models import Evidence, StoredFile  # noqa: PLC0415
    from reporting import files  # noqa: PLC0415
    from reporting.cast import stage  # noqa: PLC0415

    here = stage()
    acts = [here.act(here.people.operator, code) for code in codes]
    together = threading.Barrier(len(acts))
    failed: list[str] = []

    def bring(act: object) -> None:
        together.wait()
        try:
            add_file(act, "foto.png", files.png(600, 600))
        except Exception as error:  # noqa: BLE001 - told by the test
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=bring, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "failed": failed,
        "evidence": Evidence.objects.count(),
        "stored": StoredFile.objects.count(),
        "on disk": len(list((Path(settings.MEDIA_ROOT) / "evidence").iterdir())),
    }


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(upload(sys.argv[1:])))
