"""What goes out of the binder: the files of every item with their paths, and the index of all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from functools import cached_property
from typing import Any, NamedTuple

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.evidence_rules import levels_seen, sees
from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.models import Case, Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.core.addresses import address
from kotacerdas.core.stored_files import StoredFileError, opened
from kotacerdas.core.words import language, sentence, words
from kotacerdas.documents.evidence_index import Answer, Chapter, Piece
from kotacerdas.evaluation.answering import claimed_level
from kotacerdas.evaluation.binder import Binder
from kotacerdas.evaluation.bundle_names import component_folder, file_names, item_folder
from kotacerdas.evaluation.models import Cycle, ItemCase, Submission, Use
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.evaluation.used_elsewhere import pieces_submitted
from kotacerdas.evaluation.validity import Standing, standing_of_document, standing_submitted
from kotacerdas.evaluation.wording import state_of_document
from kotacerdas.frameworks.questionnaire import Document, Item, levels_of


class LeftOut(StrEnum):
    """Why a piece is named without its file."""

    PERSONAL = auto()
    UNSEEN = auto()
    UNCONFIRMED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True)
class Bundle:
    """`files` by their paths, in the questionnaire's order; `personal` names what is held back."""

    chapters: Sequence[Chapter]
    files: Mapping[str, StoredFile]
    personal: Sequence[tuple[str, str]]  # code and title

    @property
    def size(self) -> int:
        """What the files have together, each as often as it is in."""
        return sum(file.size for file in self.files.values())

    @cached_property
    def left_out(self) -> int:
        answers = [one for chapter in self.chapters for one in chapter.answers]
        return sum(piece.is_left_out for one in answers for piece in one.pieces)


@dataclass(frozen=True)
class Asked:
    """Whose bundle it is, and the day `on` which documents are valid or not.

    `site` begins the addresses in the index; with `is_checked` each file is compared with what was
    stored, and one that is not is named instead.
    """

    here: Here
    cycle: Cycle
    on: date
    with_personal: bool = False
    is_checked: bool = False
    site: str = ""


class Expected(NamedTuple):
    """What a bundle comes to before it is made, without redacted copies."""

    size: int
    pieces: int  # links among them
    has_personal: bool


def expected(here: Here, binder: Binder) -> Expected:
    """From what a binder has read already."""
    levels: dict[int | None, frozenset[Seen]] = {}
    sizes: dict[tuple[int, int], int] = {}
    pieces, has_personal = 0, False
    for one in (use for row in (*binder.documents.rows, *binder.rows) for use in row.uses):
        if one.agency_id not in levels:
            subject = Case(region=here.region, agency_id=one.agency_id or 0)
            levels[one.agency_id] = levels_seen(here.appointments, subject)
        if one.seen_by not in levels[one.agency_id] or not one.is_confirmed:
            continue
        pieces += not one.is_personal
        has_personal |= one.is_personal
        if one.file_id is not None and not one.is_personal:
            sizes[one.item_id, one.file_id] = one.size or 0
    return Expected(sum(sizes.values()), pieces, has_personal)


def bundle_of(asked: Asked) -> Bundle:
    """What the items rest on now."""
    items = ItemCase.objects.filter(cycle=asked.cycle).select_related("newest")
    present = Use.objects.filter(item__cycle=asked.cycle, evidence__removed_at__isnull=True)
    uses: dict[int, list[Use]] = {}
    for use in present.order_by("pk"):
        uses.setdefault(use.item_id, []).append(use)
    found = pieces_of(asked.here.region).filter(pk__in=present.values("evidence")).in_bulk()
    documents = {one.code: one for one in questionnaire_of(asked.cycle).documents}
    said = {
        one.code: _Said(
            claimed_level(one.newest.filled) if one.newest is not None else None,
            [
                _Rest(
                    found[use.evidence_id].title,
                    found[use.evidence_id],
                    use.wanted,
                    None if use.is_confirmed else LeftOut.UNCONFIRMED,
                )
                for use in uses.get(one.pk, ())
                if use.evidence_id in found
            ],
            standing_of_document(documents[one.code], uses.get(one.pk, ()), asked.on)
            if one.code in documents
            else None,
        )
        for one in items
    }
    return _Filling(asked).of(said)


def submitted(asked: Asked, submission: Submission) -> Bundle:
    """What was submitted, as it was: its levels, and the pieces by their content."""
    answers: dict[str, dict[str, Any]] = submission.answers
    found = pieces_submitted(asked.here.region, answers)

    def rest(piece: Mapping[str, Any]) -> "_Rest":
        kept = found.get(piece["evidence"])
        return _Rest(piece["title"], kept, "", None, piece.get("sha256", ""))

    said = {
        code: _Said(
            one["level"], [rest(piece) for piece in one["evidence"]], standing_submitted(one)
        )
        for code, one in answers.items()
    }
    return _Filling(asked).of(said)


@dataclass(frozen=True)
class _Rest:
    """A piece that an item rests on; its evidence is None once it was taken back."""

    title: str
    evidence: Evidence | None
    wanted: str
    why: LeftOut | None
    sha256: str = ""  # of what was submitted


@dataclass(frozen=True)
class _Said:
    level: int | None
    rests: Sequence[_Rest]
    standing: Standing | None  # of a document


@dataclass
class _Filling:
    asked: Asked
    files: dict[str, StoredFile] = field(default_factory=dict)
    personal: list[tuple[str, str]] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)  # of stored files that were compared

    def of(self, said: Mapping[str, _Said]) -> Bundle:
        cycle = self.asked.cycle
        asked, components = questionnaire_of(cycle), framework_of(cycle).components
        documents = words()("cycle.documents")
        wholes: list[tuple[str, Sequence[Item | Document]]] = [(documents, asked.documents)]
        wholes += [(one.name(language()), asked.of_component(one.code)) for one in components]
        chapters = []
        for place, (name, rules) in enumerate(wholes):
            folder = component_folder(place, name)
            own = [(rule, said[rule.code]) for rule in rules if rule.code in said]
            answers = self._documents(folder, own) if place == 0 else self._items(folder, own)
            chapters.append(Chapter(name, answers))
        return Bundle(chapters, self.files, self.personal)

    def _documents(self, folder: str, own: Sequence[tuple[Any, _Said]]) -> list[Answer]:
        """All in one folder, for as a rule each is a single file."""
        rows = [(rule, rest) for rule, said in own for rest in said.rests]
        pieces = self._pieces(folder, rows)
        found = dict(zip(map(id, (rest for _, rest in rows)), pieces, strict=True))
        return [
            self._answer(rule, said, [found[id(rest)] for rest in said.rests]) for rule, said in own
        ]

    def _items(self, folder: str, own: Sequence[tuple[Any, _Said]]) -> list[Answer]:
        found = []
        for rule, said in own:
            inner = f"{folder}/{item_folder(rule.code, rule.name(language()))}"
            pieces = self._pieces(inner, [(rule, rest) for rest in said.rests])
            found.append(self._answer(rule, said, pieces))
        return found

    def _answer(self, rule: Item | Document, said: _Said, pieces: Sequence[Piece]) -> Answer:
        cycle, text, code = self.asked.cycle, "", rule.code
        if isinstance(rule, Item):
            levels = levels_of(framework_of(cycle))
            if said.level is not None and said.level in levels:
                text = rule.levels(language())[said.level - levels[0]]
        else:
            code = ""
            text = state_of_document(rule, said.standing) if said.standing is not None else ""
        url = address("evaluation:item", self.asked.here.region.code, cycle.year, rule.code)
        return Answer(
            code, rule.name(language()), f"{self.asked.site}{url}", said.level, text, pieces
        )

    def _pieces(self, folder: str, rows: Sequence[tuple[Item | Document, _Rest]]) -> list[Piece]:
        """The pieces of a folder; a file that serves as several pieces is in it once."""
        chosen = [self._chosen(rule, rest) for rule, rest in rows]
        files: dict[int, tuple[str, StoredFile]] = {}
        for (rule, rest), (one, why) in zip(rows, chosen, strict=True):
            if one is not None and one.file is not None and not why:
                file = _shown(one.file)
                files.setdefault(file.pk, (_title(rule, rest, rows), file))
        titled = [(title, Kind(file.kind)) for title, file in files.values()]
        paths = {pk: f"{folder}/{name}" for pk, name in zip(files, file_names(titled), strict=True)}
        self.files.update({path: files[pk][1] for pk, path in paths.items()})
        return [
            self._piece(rest, one, why, paths)
            for (_, rest), (one, why) in zip(rows, chosen, strict=True)
        ]

    def _chosen(self, rule: Item | Document, rest: _Rest) -> tuple[Evidence | None, str]:
        """What of a piece goes in, it or its redacted copy; else why nothing does.

        None of what the reader may not even know by its name.
        """
        original, say = rest.evidence, words()
        if original is None:
            return None, say(f"bundle.{LeftOut.WITHDRAWN}")
        is_seen = self._is_seen(original)
        if is_seen and rest.why:
            return original, say(f"bundle.{rest.why}")
        if is_seen and (self.asked.with_personal or not original.is_personal):
            return original, self._problem(original)
        copy = next(filter(self._is_seen, self._copies.get(original.pk, ())), None)
        if copy is not None and not rest.why:
            return copy, self._problem(copy)
        if not is_seen:
            return None, say(f"bundle.{LeftOut.UNSEEN}")
        self.personal.append((rule.code if isinstance(rule, Item) else "", rest.title))
        return original, say(f"bundle.{LeftOut.PERSONAL}")

    def _is_seen(self, one: Evidence) -> bool:
        return one.seen_by in sees(self.asked.here.appointments, one)

    @cached_property
    def _copies(self) -> dict[int, list[Evidence]]:
        """The redacted copies in the region, by the original, the newest first."""
        found: dict[int, list[Evidence]] = {}
        copies = pieces_of(self.asked.here.region).filter(redacted_of__isnull=False)
        for one in copies.filter(is_personal=False).order_by("-pk"):
            found.setdefault(one.redacted_of_id or 0, []).append(one)
        return found

    def _problem(self, one: Evidence) -> str:
        """What is wrong with the stored file; empty where nothing is, or nobody looked."""
        if one.file is None or not self.asked.is_checked:
            return ""
        file = _shown(one.file)
        if file.pk not in self.problems:
            self.problems[file.pk] = ""
            try:
                opened(str(file.content), file.sha256, one.title).close()
            except StoredFileError as error:
                self.problems[file.pk] = sentence(error)
        return self.problems[file.pk]

    def _piece(
        self, rest: _Rest, one: Evidence | None, why: str, paths: Mapping[int, str]
    ) -> Piece:
        region, site, say = self.asked.here.region.code, self.asked.site, words()
        if one is None:
            is_named = rest.evidence is None and Right.PREPARE in self.asked.here.rights
            title = rest.title if is_named else say("evidence.unnamed")
            return Piece(title, "", sha256=rest.sha256, note=why)
        url = f"{site}{address('casework:evidence-view', region, one.pk)}"
        if why:
            return Piece(rest.title, url, sha256=rest.sha256, note=why)
        note = say("bundle.redacted") if one is not rest.evidence else ""
        if one.file is None:
            return Piece(rest.title, url, target=one.url, note=note)
        file = _shown(one.file)
        sent = rest.sha256 or _sha256(rest.evidence)
        return Piece(
            rest.title,
            url,
            path=paths[file.pk],
            pages=file.pages,
            size=file.size,
            sha256=file.sha256,
            original=sent if sent != file.sha256 else "",
            note=note,
        )


def _shown(file: StoredFile) -> StoredFile:
    """Of a picture the copy without what a camera wrote into it."""
    return file.copy or file


def _sha256(one: Evidence | None) -> str:
    return one.file.sha256 if one is not None and one.file is not None else ""


def _title(
    rule: Item | Document, rest: _Rest, rows: Iterable[tuple[Item | Document, _Rest]]
) -> str:
    """What the piece was asked for as; its own title too where several were, or it was not."""
    wanted = _wanted(rule, rest)
    if not wanted:
        return rest.title
    is_only = sum(_wanted(other, one) == wanted for other, one in rows) == 1
    return wanted if is_only else f"{wanted} - {rest.title}"


def _wanted(rule: Item | Document, rest: _Rest) -> str:
    if not isinstance(rule, Item):
        return rule.name(language())
    asked_for = (one.name(language()) for one in rule.evidence if one.code == rest.wanted)
    return next(asked_for, "")
