"""Tabs that use the owner's link in the same moment; run by itself where the database of the
tests, one in memory, can't be used by several at once."""

import json
import sys
import threading

TABS = 4


def use_one_link(rounds: int = 5) -> dict[str, object]:
    """Of each round: how many owners there are, how many were refused, and what else came up."""
    from django.db import connection  # noqa: PLC0415 - once Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from kotacerdas.accounts.closing import close_account_from_the_server  # noqa: PLC0415
    from kotacerdas.accounts.models import User  # noqa: PLC0415
    from kotacerdas.accounts.ownership import begin_site, new_owner_link  # noqa: PLC0415
    from kotacerdas.core.errors import RefusedError  # noqa: PLC0415

    owners, refused, failed = [], [], []

    def use(token: str, email: str, together: threading.Barrier) -> None:
        together.wait()
        try:
            begin_site(token, email=email, name="x", password="x", at=timezone.now())  # noqa: S106
        except RefusedError as error:
            refused.append(error.key)
        except Exception as error:  # noqa: BLE001 - told by the test
            failed.append(repr(error))
        finally:
            connection.close()

    for number in range(rounds):
        token = new_owner_link(timezone.now()) or ""
        together = threading.Barrier(TABS)
        emails = [f"tab{number}-{tab}@batang.example" for tab in range(TABS)]
        threads = [threading.Thread(target=use, args=[token, one, together]) for one in emails]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = User.objects.filter(is_owner=True)
        owners.append(found.count())
        for owner in found:
            close_account_from_the_server(owner, timezone.now(), "x")
    return {"owners": owners, "refused": sorted(set(refused)), "failed": failed}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(use_one_link()))
