"""What a region tells the panel of an evaluation, as data: its deck and its report say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kotacerdas.documents.facts import Facts
from kotacerdas.scoring.impact_survey import Summary

BECAME = ("open", "answered", "accepted", "carried_over")  # of findings
MARK = 12  # characters of a hash by which people know a file


@dataclass(frozen=True)
class Piece:
    """A piece of evidence; `mark` is the beginning of its hash, or the address of a link.

    `pages` are those of a PDF, zero of anything else.
    """

    title: str
    mark: str
    pages: int = 0


@dataclass(frozen=True)
class Answer:
    """An item of the questionnaire as it is answered, or a document, which has no level.

    `sentence` is what the level that is claimed says, `text` the answer with its figures in it,
    `missing` the pieces that the claim lacks, `standing` whether a document is there and valid.
    """

    code: str
    name: str
    level: int | None
    sentence: str
    text: str
    figures: Sequence[tuple[str, str]] = ()
    evidence: Sequence[Piece] = ()
    missing: Sequence[str] = ()
    agency: str = ""
    standing: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody claimed or wrote anything yet."""
        return self.level is None and not self.text


@dataclass(frozen=True)
class Chapter:
    """A component with its items, in the questionnaire's order."""

    code: str
    name: str
    weight_pct: float
    answers: Sequence[Answer]

    @property
    def claimed(self) -> list[int]:
        return [one.level for one in self.answers if one.level is not None]

    @property
    def answered(self) -> list[Answer]:
        return [one for one in self.answers if not one.is_open]

    @property
    def open(self) -> list[Answer]:
        return [one for one in self.answers if one.is_open]

    @property
    def mean(self) -> float | None:
        """Of the levels that are claimed; None where none is."""
        return sum(self.claimed) / len(self.claimed) if self.claimed else None


@dataclass(frozen=True)
class Finding:
    """A finding; `state` is one of `BECAME`."""

    number: int
    text: str
    item: str
    agency: str
    due_on: date
    state: str
    answer: str = ""


@dataclass(frozen=True)
class Story:
    """All of it, from one run; `standing` says as of when, `run` what number people know it by.

    `year` is that of the evaluation, whose figures may be of the year before. `estimate` is the
    index that the claims come to, None until each component has one.
    """

    facts: Facts
    year: int
    stage: str
    standing: str
    run: str
    levels: range
    chapters: Sequence[Chapter]
    documents: Sequence[Answer]
    estimate: float | None
    findings: Sequence[Finding] = ()
    survey: Summary | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    address: str = ""

    @property
    def foot(self) -> str:
        """By which every page can be led back to the run."""
        facts = self.facts
        digest = facts.scorecard.input_sha256[:MARK]
        return facts.say("story.foot", year=self.year, run=self.run, hash=digest)

    @property
    def lacking(self) -> int:
        """How many items and documents lack a piece."""
        every = [one for part in self.chapters for one in part.answers]
        return sum(bool(one.missing) for one in (*every, *self.documents))

    @property
    def open_findings(self) -> int:
        return sum(one.state != "accepted" for one in self.findings)
