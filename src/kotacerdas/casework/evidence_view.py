"""Evidence as pages show it: what the reader sees of it, and what they may do with each piece."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import F, Model
from django.urls import reverse

from kotacerdas.accounts.access import Here
from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.evidence_rules import GRADES, is_kept, levels_seen, sees
from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.links import address_or_nothing
from kotacerdas.casework.models import Case, Evidence, State, Version
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.selectors import evidence_of, pieces_of
from kotacerdas.casework.workflow import Side


@dataclass(frozen=True)
class Piece:
    """A piece that the reader sees, with its redacted copies, and what they may do with it."""

    evidence: Evidence
    may_remove: bool = False
    may_show: bool = False
    may_grade: bool = False
    may_redact: bool = False
    has_original: bool = False  # kept beside the copy that others see
    copies: list["Piece"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The file's kind, `link` without one."""
        return self.evidence.file.kind if self.evidence.file else "link"

    @property
    def kind_label(self) -> str:
        """The kind's name, empty for a link."""
        return Kind(self.evidence.file.kind).label if self.evidence.file else ""

    @property
    def is_picture(self) -> bool:
        return self.evidence.file is not None and Kind(self.evidence.file.kind).is_picture

    @property
    def pages(self) -> int:
        """Of a PDF; zero of what can't be turned over."""
        return self.evidence.file.pages if self.evidence.file else 0

    @property
    def may_change(self) -> bool:
        return (
            self.may_remove
            or self.may_show
            or self.may_grade
            or self.may_redact
            or self.has_original
        )

    @property
    def levels(self) -> list[Seen]:
        """Who it can be shown to."""
        return [level for level in Seen if level != Seen.PUBLIC or not self.evidence.is_personal]

    @property
    def grades(self) -> range:
        return GRADES


@dataclass(frozen=True)
class EvidenceView:
    """The evidence of a case: what the reader sees, how much there is, whether they may add."""

    pieces: list[Piece]
    count: int
    may_add: bool


def may_see_original(seen: Container[Seen], one: Evidence) -> bool:
    """Whether a reader who sees these levels may have a picture as it was sent, beside its copy."""
    return Seen.AGENCY in seen and one.file is not None and one.file.copy_id is not None


def evidence_view(
    here: Here,
    case: Case,
    versions: Sequence[Version],
    sides: frozenset[Side],
    *,
    is_locked: bool = False,
) -> EvidenceView:
    """What a reader on those sides of a case sees of its evidence."""
    is_draft = case.state in {State.NOT_STARTED, State.DRAFT}
    may_add = Side.AGENCY in sides and is_draft and not is_locked
    seen = levels_seen(here.appointments, case)
    brought = evidence_of(case)
    pieces = [
        Piece(
            one,
            may_remove=may_add and not is_kept(one, versions),
            may_show=bool(sides),
            may_grade=Side.VERIFIER in sides and one.added_by_id != here.user.pk,
            may_redact=Side.AGENCY in sides and one.is_personal and one.redacted_of_id is None,
            has_original=may_see_original(seen, one),
        )
        for one in brought
        if one.seen_by in seen
    ]
    return EvidenceView(_with_copies(pieces), len(brought), may_add)


def pieces_seen(here: Here, found: Iterable[Evidence]) -> list[Piece]:
    """What the reader sees of that evidence, to look at only."""
    return _with_copies(
        [Piece(one) for one in found if one.seen_by in sees(here.appointments, one)]
    )


def with_addresses(
    here: Here, model: type[Model], names: Mapping[int, Sequence[str]]
) -> dict[int, list[tuple[str, str]]]:
    """What records call their evidence, each with where the reader opens it: its file, or the
    address that it is; empty where it opens nowhere. By primary keys; in one query at most.
    """
    of, found, called = caseless(), pieces_of(here.region), attrgetter("record", "named")
    records = [pk for pk, own in names.items() if own]
    brought = found.filter((f"{of.paths[model]}__in", records)).order_by("pk")
    pieces = brought.annotate(record=F(of.paths[model]), named=F(of.name_path)) if records else ()
    opened = {
        called(piece.evidence): reverse(
            "casework:evidence-view", args=[here.region.code, piece.evidence.pk]
        )
        for piece in pieces_seen(here, pieces)
    }
    return {
        pk: [(name, opened.get((pk, name)) or address_or_nothing(name)) for name in own]
        for pk, own in names.items()
    }


def _with_copies(pieces: list[Piece]) -> list[Piece]:
    """Copies stand beside their originals, and alone where the reader does not see those."""
    by_pk = {one.evidence.pk: one for one in pieces}
    alone: list[Piece] = []
    for one in pieces:
        original = by_pk.get(one.evidence.redacted_of_id or 0)
        (alone if original is None else original.copies).append(one)
    return alone
