"""Texts that are probably of one and the same thing, by their words; methodology, 12."""

import re
import tomllib
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from kotacerdas.wording.matching import composed

THRESHOLD = 65.0
SAME_TITLE = 75.0
FEWEST_WORDS, MOST_WORDS = 4, 200  # of a summary that is compared, and that are read of any text

_BLOCK = 256  # texts compared at once with all others, which bounds the memory
_CORES = 2
_FILE = Path(__file__).with_name("likeness.toml")
_TITLE_END = re.compile(r"\s[-–—]\s|[:(]")
_PREFIX = re.compile(r"^(?:me(?:ng|ny|n|m)?|pe(?:ng|ny|n|m|r)?|ber|ter|di|ke|se)(?=\w{4})")
_SUFFIX = re.compile(r"(?<=\w{4})(?:kan|an|i|nya)$")
_WORDS = re.compile(r"([^\W_]+)")
_NO_TITLE = 0
_FIRST_SIGN, _MOST_SIGNS = 0x10000, 0x100000  # each of these is a character; more share one


class Text(NamedTuple):
    """What is compared of a thing, and the key by which its reader knows it."""

    key: str
    name: str
    summary: str = ""


@dataclass(frozen=True)
class Twins:
    """Two texts that are alike: how much (0 to 100), by name and by summary, and in which words.

    `summary` is None where either has none to compare.
    """

    first: str
    second: str
    name: float
    summary: float | None
    words: tuple[str, ...]  # that both have, as the first writes them

    @property
    def likeness(self) -> float:
        return self.name if self.summary is None else max(self.name, self.summary)


@dataclass(frozen=True)
class AllTwins:
    """The pairs that are most alike, from the first down, and how many there are in all."""

    pairs: tuple[Twins, ...]
    count: int


class Texts:
    """Texts made ready to be compared with each other or with new ones."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self._signs = _Signs()
        self._titles = {"": _NO_TITLE}
        self._columns = self._prepared(texts)

    def twins_of(self, text: Text, at_most: int = 20) -> AllTwins:
        """Those among these texts of one that is new, or that is one of them by its key."""
        pairs = self._alike(self._prepared([text]), self._columns)
        is_other = [self._texts[at].key != text.key for at in pairs.second]
        pairs = pairs.where(np.array(is_other, np.bool_))
        return AllTwins(self._named([text], pairs.best(at_most)), len(pairs.first))

    def all_twins(self, at_most: int = 1_000) -> AllTwins:
        """Each pair once, as `steps_to_all` without a pause."""
        steps = self.steps_to_all(at_most)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: AllTwins = end.value
                return found

    def steps_to_all(self, at_most: int = 1_000) -> Generator[tuple[int, int], None, AllTwins]:
        """Each pair once, in steps of a few tenths of a second.

        Each step says how many pairs of how many were compared.
        """
        size = len(self._texts)
        total, done, count = size * (size - 1) // 2, 0, 0
        best = _NO_PAIRS
        for start in range(0, size, _BLOCK):
            end = min(start + _BLOCK, size)
            # Pairs with texts before the block were compared with those.
            pairs = self._alike(self._columns.part(start, end), self._columns.part(start, size))
            pairs = pairs.where(pairs.second > pairs.first).moved(start)
            count += len(pairs.first)
            best = best.joined(pairs).best(at_most)
            done += sum(size - 1 - at for at in range(start, end))
            yield done, total
        return AllTwins(self._named(self._texts, best), count)

    def _prepared(self, texts: Sequence[Text]) -> "_Columns":
        names = [self._signs.of(text.name) for text in texts]
        summaries = [self._signs.of(text.summary) for text in texts]
        return _Columns(
            letters=[self._signs.spelled(name) for name in names],
            names=names,
            summaries=[one if len(one) >= FEWEST_WORDS else "" for one in summaries],
            titles=np.array(list(map(self._title, texts, names)), np.int64),
        )

    def _title(self, text: Text, name: str) -> int:
        title, *rest = _TITLE_END.split(text.name, maxsplit=1)
        signs = self._signs.counted(title) if rest else name
        return self._titles.setdefault(signs, len(self._titles))

    @staticmethod
    def _alike(ones: "_Columns", others: "_Columns") -> "_Pairs":
        """The pairs at or above the threshold, by their places in either."""
        name = (_ratios(ones.letters, others.letters) + _ratios(ones.names, others.names)) / 2
        titles = ones.titles[:, None]
        is_titled = (titles == others.titles) & (titles != _NO_TITLE)
        name = np.where(is_titled, np.maximum(name, np.float32(SAME_TITLE)), name)
        summary = _ratios(ones.summaries, others.summaries)
        first, second = np.nonzero(np.maximum(name, summary) >= THRESHOLD)
        return _Pairs(first, second, name[first, second], summary[first, second])

    def _named(self, firsts: Sequence[Text], pairs: "_Pairs") -> tuple[Twins, ...]:
        columns = (column.tolist() for column in pairs)
        return tuple(
            self._twins(firsts[first], self._texts[second], name, summary)
            for first, second, name, summary in zip(*columns, strict=True)
        )

    def _twins(self, one: Text, other: Text, name: float, summary: float) -> Twins:
        own, theirs = (self._signs.of(text.summary) for text in (one, other))
        is_told = min(len(own), len(theirs)) >= FEWEST_WORDS
        words = self._signs.shared(one, other)
        return Twins(one.key, other.key, name, summary if is_told else None, words)


class _Signs(dict[str, str]):
    """A character for each stem, and by each word those of its stems.

    A text's stems, each once and in the order of their characters, are then a string of which the
    ratio with another's, as of letters, counts the words that both have.
    """

    def __init__(self) -> None:
        self._of_stems: dict[str, str] = {}
        self._stems: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        signs = "".join(map(self._sign, stems_of(word)))
        self[word] = signs
        return signs

    def _sign(self, stem: str) -> str:
        sign = self._of_stems.get(stem)
        if sign is None:
            number = len(self._of_stems) % _MOST_SIGNS
            sign = self._of_stems[stem] = chr(_FIRST_SIGN + number)
            self._stems[sign] = stem
        return sign

    def of(self, text: str) -> str:
        """The signs of a text; those of all its words where none of them says anything."""
        return self.counted(text) or _in_order(map(self._sign, written_words(text)))

    def counted(self, text: str) -> str:
        """The signs of those words of a text that say something."""
        return _in_order(map(self.__getitem__, written_words(text)))

    def spelled(self, signs: str) -> str:
        """The stems in the order of the alphabet."""
        return " ".join(sorted(map(self._stems.__getitem__, signs)))

    def shared(self, one: Text, other: Text) -> tuple[str, ...]:
        """The words that both have, as the first writes them, each once."""
        theirs = {*self.of(other.name), *self.of(other.summary)}
        own = {
            word: self[word] or self._sign(word)
            for word in written_words(f"{one.name} {one.summary}")
        }
        return tuple(word for word, signs in own.items() if theirs.issuperset(signs))


class _Columns(NamedTuple):
    """Texts as they are compared: letters of names; words of names and summaries as characters."""

    letters: list[str]
    names: list[str]
    summaries: list[str]
    titles: NDArray[np.int64]

    def part(self, start: int, end: int) -> "_Columns":
        return _Columns(*(column[start:end] for column in self))  # type: ignore[arg-type]


class _Pairs(NamedTuple):
    """Places of pairs, with the likeness of their names and summaries."""

    first: NDArray[Any]
    second: NDArray[Any]
    name: NDArray[Any]
    summary: NDArray[Any]

    def where(self, chosen: NDArray[Any]) -> "_Pairs":
        return _Pairs(*(column[chosen] for column in self))

    def moved(self, by: int) -> "_Pairs":
        return self._replace(first=self.first + by, second=self.second + by)

    def joined(self, other: "_Pairs") -> "_Pairs":
        return _Pairs(*(np.concatenate(both) for both in zip(self, other, strict=True)))

    def best(self, at_most: int) -> "_Pairs":
        """Those most alike, from the first down; equal ones in the order of the texts."""
        likeness = np.maximum(self.name, self.summary)
        return self.where(np.lexsort((self.second, self.first, -likeness))[:at_most])


_NO_PAIRS = _Pairs(*(np.empty(0, kind) for kind in (np.int64, np.int64, np.float32, np.float32)))


def _ratios(ones: list[str], others: list[str]) -> NDArray[np.float32]:
    ratios: NDArray[np.float32] = process.cdist(
        ones, others, scorer=fuzz.ratio, dtype=np.float32, workers=_CORES
    )
    ratios[[at for at, one in enumerate(ones) if not one]] = 0  # two empty ones are not alike
    return ratios


def _in_order(signs: Iterable[str]) -> str:
    return "".join(sorted(set("".join(signs))))


class _Blanked(dict[int, int]):
    """What `str.translate` asks: letters and digits stay, all else becomes a blank."""

    def __missing__(self, character: int) -> int:
        self[character] = character if chr(character).isalnum() else ord(" ")
        return self[character]


_BLANKED = _Blanked()


def written_words(text: str) -> list[str]:
    """The words of a text as they stand there, in small letters."""
    return composed(text).casefold().translate(_BLANKED).split(maxsplit=MOST_WORDS)[:MOST_WORDS]


def shared_parts(text: str, other: str) -> list[tuple[str, bool]]:
    """The text in parts, and of each whether it is a word that the other has too."""
    theirs = {stem for word in written_words(other) for stem in stems_of(word)}
    marked = ((part, _is_within(part, theirs)) for part in _WORDS.split(text) if part)
    parts: list[tuple[str, bool]] = []
    for is_shared, some in groupby(marked, key=itemgetter(1)):
        parts.append(("".join(part for part, _ in some), is_shared))
    return parts


def _is_within(part: str, stems: set[str]) -> bool:
    if not part[0].isalnum():
        return False
    own = [stem for word in written_words(part) for stem in stems_of(word)]
    return bool(own) and stems.issuperset(own)


@lru_cache(maxsize=50_000)
def stems_of(word: str) -> tuple[str, ...]:
    """What a word comes to: nothing, or its stem, or those of what it stands for."""
    empty, means = _vocabulary()
    spelled = means.get(word, word).split()
    counted = (one for one in spelled if one not in empty and not one.isdigit())
    return tuple(_SUFFIX.sub("", _PREFIX.sub("", one)) for one in counted)


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return frozenset(table["empty"]), table["means"]
