"""Who owns the site: makes its regions and names their coordinators.

The first owner comes by a link that the server prints. It works once, and never while there is an
owner.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from kotacerdas.accounts.actions import Logged, account_of
from kotacerdas.accounts.models import OwnerLink, User
from kotacerdas.audit.actions import SITE, lock_chain, record_entry
from kotacerdas.core.errors import NotAllowedError, RefusedError

_TOKEN_BYTES = 32


def is_new_site() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def new_owner_link(at: datetime) -> str | None:
    """The token of a new link, in place of one made before; None where there is an owner."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        lock_chain(SITE)
        if _owners().exists():
            return None
        OwnerLink.objects.all().delete()
        OwnerLink.objects.create(digest=_digest(token), made_at=at)
    return token


def require_link(token: str) -> None:
    """Raises RefusedError where the link of this token makes nobody the owner."""
    if _owners().exists():
        raise RefusedError("owner.link_used")
    if not OwnerLink.objects.filter(digest=_digest(token)).exists():
        raise RefusedError("owner.link_unknown")


def begin_site(token: str, *, email: str, name: str, password: str, at: datetime) -> User:
    """Make the account of the site's owner.

    Raises:
        RefusedError: the link works no more, or the address has an account.
    """
    with _used(token):
        user, changes = account_of(email, name)
        if not changes:
            raise RefusedError("owner.has_account", who=user.email)
        user.set_password(password)
        user.save(update_fields=["password"])
        _own(user, changes, user.email, at)
    return user


def take_site(token: str, user: User, at: datetime) -> User:
    """Make somebody who is signed in the site's owner.

    Raises:
        RefusedError: the link works no more.
    """
    with _used(token):
        _own(user, [], user.email, at)
    return user


def give_demonstration(user: User, at: datetime) -> None:
    """Make somebody the owner of a demonstration that has none; nothing where there is one."""
    with transaction.atomic():
        lock_chain(SITE)
        if not _owners().exists():
            _own(user, [], "", at)


def require_owner(user: User) -> None:
    """Raises NotAllowedError where the user is no owner of the site any more."""
    if not _owners().filter(pk=user.pk).exists():
        raise NotAllowedError("owner")


@contextmanager
def _used(token: str) -> Iterator[None]:
    """One at a time: of two who open the link at once the second is refused."""
    with transaction.atomic():
        lock_chain(SITE)
        require_link(token)
        OwnerLink.objects.all().delete()
        yield


def _own(user: User, changes: Logged, actor: str, at: datetime) -> None:
    user.is_owner = True
    user.save(update_fields=["is_owner"])
    owned: dict[str, Any] = {
        "of": ["accounts.user", user.pk, user.email],
        "before": {"is_owner": False},
        "after": {"is_owner": True},
    }
    record_entry(SITE, "owner.begin", [*changes, owned], actor=actor, at=at)


def _owners() -> Any:
    return User.objects.filter(is_owner=True, is_active=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
