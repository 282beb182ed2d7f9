"""Coordinators who end each other in the same moment; run by itself where the database of the
tests, one in memory, can't be used by two at once."""

import json
import sys
import threading
from collections.abc import Callable


def end_each_other(how: str, rounds: int = 8) -> dict[str, object]:
    """Of each round: how many coordinators were left, and what else than a refusal came up."""
    from django.db import connection  # noqa: PLC0415 - once Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from accounts.cast import held, make_cast, person  # noqa: PLC0415
    from kotacerdas.accounts.actions import end_appointments  # noqa: PLC0415
    from kotacerdas.accounts.closing import close_account  # noqa: PLC0415
    from kotacerdas.accounts.selectors import holders_at  # noqa: PLC0415
    from kotacerdas.core.errors import NotAllowedError, RefusedError  # noqa: PLC0415

    cast = make_cast()
    left, failed = [], []

    def act(by, other, together) -> Callable[[], None]:
        def done() -> None:
            together.wait()
            try:
                if how == "roles":
                    own = other.appointments.latest("pk")
                    end_appointments([own], None, by, timezone.now(), "x")
                else:
                    close_account(other, cast.batang, by=by, at=timezone.now(), reason="x")
            except (RefusedError, NotAllowedError):
                pass
            except Exception as error:  # noqa: BLE001 - told by the test
                failed.append(repr(error))
            finally:
                connection.close()

        return done

    for number in range(rounds):
        now = timezone.now()
        holding = list(holders_at(cast.batang, "coordinator", now).select_related("user"))
        first = holding[0].user
        second = person(f"k{number}@batang.example", "K")
        held(second, cast.batang, "coordinator")
        together = threading.Barrier(2)
        threads = [
            threading.Thread(target=act(*pair, together))
            for pair in ((first, second), (second, first))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left.append(holders_at(cast.batang, "coordinator", timezone.now()).count())
    return {"left": left, "failed": failed}


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(end_each_other(sys.argv[1])))
