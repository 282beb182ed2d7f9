"""How much may be sent to an address: little, but where a view says that it takes uploads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

# In the environment of a request: the status with which the server already ended it.
REFUSED = "kotacerdas.refused"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Upload:
    """At most so many bytes; `key` names the sentence for more, with `values` put in.

    `admits` says of a request of somebody who did not sign in whether that may send as much.
    """

    at_most: int
    key: str
    values: dict[str, object] = field(default_factory=dict)
    admits: Callable[[HttpRequest], bool] | None = None


def takes_upload(
    at_most: int, key: str, *, admits: Callable[[HttpRequest], bool] | None = None, **values: object
) -> Callable[[View], View]:
    """Mark a view, outermost of its decorators, as one to which people send files: who signed in,
    and whom it `admits`.
    """

    def mark(view: View) -> View:
        view.upload = Upload(at_most, key, values, admits)  # type: ignore[attr-defined]
        return view

    return mark


def upload_of(request: HttpRequest) -> Upload | None:
    """What the view of this address takes; None where it takes no files."""
    try:
        view: Any = resolve(request.path_info).func
    except Resolver404:
        return None
    return getattr(view, "upload", None)


def limit_of(request: HttpRequest) -> int:
    """How many bytes this request may send; who did not sign in never sends much."""
    upload = upload_of(request)
    if upload is None or not _may_send(request, upload):
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return upload.at_most


def _may_send(request: HttpRequest, upload: Upload) -> bool:
    return request.user.is_authenticated or (upload.admits is not None and upload.admits(request))
