"""The same form sent by several at once; run by itself where the database of the tests, one in
memory, can't be used by several at once."""

import json
import sys
import threading

PHONES = 8


def send_one_form(rounds: int = 5) -> dict[str, object]:
    """How many answers there are of so many forms, how they came out, and what else came up."""
    from django.db import connection  # noqa: PLC0415 - once Django is set up

    from kotacerdas.survey.models import Answer, Place  # noqa: PLC0415
    from survey.surveyed import AT, surveyed  # noqa: PLC0415

    here = surveyed()
    outcomes: list[str] = []
    failed: list[str] = []

    def send(nonce: str, together: threading.Barrier) -> None:
        together.wait()
        try:
            outcomes.append(here.answer(nonce))
        except Exception as error:  # noqa: BLE001 - told by the test
            failed.append(repr(error))
        finally:
            connection.close()

    here.answer("before", at=AT)  # the day has its salt
    for number in range(rounds):
        together = threading.Barrier(PHONES)
        threads = [
            threading.Thread(target=send, args=[f"n{number}", together]) for _ in range(PHONES)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return {
        "answers": Answer.objects.count(),
        "at_the_place": Place.objects.get().count,
        "counted": outcomes.count("counted"),
        "again": outcomes.count("again"),
        "failed": failed,
    }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(send_one_form()))
