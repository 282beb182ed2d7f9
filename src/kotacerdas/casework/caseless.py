"""Evidence that is of no case: another room says whose it is, and what is done with it on its page.

The room that has such evidence registers it as its app is ready; nothing in this one names it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from kotacerdas.accounts.access import Here
from kotacerdas.casework.access import OfAgency
from kotacerdas.casework.models import Evidence


class Caseless(ABC):
    """What there is of evidence without a case.

    `paths` leads from a piece to the records that may have one, by their models, `name_path` to
    what its record calls it, and `related` are the relations that its methods read. `crumbs` and
    `acts` are templates of the page of a piece, which know what `page` gives.
    """

    paths: ClassVar[Mapping[type[Model], str]]
    name_path: ClassVar[str]
    related: ClassVar[tuple[str, ...]]
    crumbs: ClassVar[str]
    acts: ClassVar[str]

    @abstractmethod
    def subject(self, piece: Evidence) -> OfAgency | None:
        """What of an agency the piece is of; None while nobody said."""

    @abstractmethod
    def key(self, piece: Evidence) -> tuple[object, ...]:
        """What names in the log whose a piece is; nothing of what is nobody's."""

    @abstractmethod
    def records(self, piece: Evidence) -> dict[str, int]:
        """The primary keys of what the piece is of, as the log has them."""

    @abstractmethod
    def page(self, here: Here, piece: Evidence) -> dict[str, Any]:
        """What the templates show."""

    @abstractmethod
    def act(self, request: HttpRequest, here: Here, piece: Evidence) -> HttpResponse:
        """Do what the form's `do` says. Raises RefusedError, PermissionDenied."""


_CASELESS: list[Caseless] = []


def register_caseless(caseless: Caseless) -> None:
    _CASELESS[:] = [caseless]


def caseless() -> Caseless:
    return _CASELESS[0]
