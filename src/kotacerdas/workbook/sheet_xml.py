"""What only XML shows of a workbook: where the last cell is, what is hidden, merged or a percent.

The fast reader gives the values of a sheet and nothing else, and takes memory for every cell up to
the last. All that is said of places here comes from expat. Text is read as UTF-8 whatever it
declares, for so does the fast reader: two readers of one file must not see two files.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter

_PERCENT_FORMATS = frozenset({"9", "10"})  # built in: 0% and 0.00%
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')  # what a number format shows as it is
_TRUE = frozenset({"1", "true"})
_PLACE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,9})")
_ROW = re.compile(r"[1-9][0-9]{0,9}")


class XmlError(Exception):
    """A part that is no XML, has a document type, or names a place that is none."""


@dataclass
class Marks:
    """What is found in one sheet. Rows count from 1, columns from 0, as in `RawTable`."""

    last_row: int = 0  # with content
    last_column: int = 0
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncached: set[str] = field(default_factory=set)  # formulas without a stored result
    failed: set[str] = field(default_factory=set)  # error values such as #DIV/0!
    percent: dict[int, set[int]] = field(default_factory=dict)  # column -> rows


def elements(xml: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of a small part, by its name without prefix and its attributes.

    Raises:
        XmlError: it is no XML or has a document type.
    """
    tags: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: tags.append((_local(name), attributes))
    _parse(parser, xml)
    return iter(tags)


def require_plain(xml: bytes) -> None:
    """Raises XmlError where a part is no XML or has a document type."""
    _parse(_parser(), xml)


def percent_styles(xml: bytes) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage. Raises: XmlError."""
    formats, styles = set(_PERCENT_FORMATS), set()
    group, at = "", 0
    for name, attributes in elements(xml):
        if name == "numFmt" and "%" in _LITERAL.sub("", attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            group = name
        elif name == "xf" and group == "cellXfs":
            if attributes.get("numFmtId") in formats:
                styles.add(str(at))
            at += 1
    return frozenset(styles)


def marks(xml: bytes, percents: frozenset[str] = frozenset()) -> Marks:
    """What is found in the XML of a sheet; `percents` are the styles of percentages.

    Raises:
        XmlError: it is no XML, has a document type, or names a place that is none.
    """
    parser = _parser()
    parser.ordered_attributes = True
    scan = _Scan(parser, percents)
    _parse(parser, _without_plain_rows(xml, scan.marks, percents))
    scan.settle()
    return scan.marks


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    """A document type is the door of entity bombs; no spreadsheet program writes one."""
    raise XmlError("a document type")


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - it takes no name
    except expat.ExpatError as error:
        raise XmlError(str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _without_plain_rows(xml: bytes, marks: Marks, percents: frozenset[str]) -> bytes:
    """The sheet without the rows that nothing is to be said of but where they are.

    They are nearly all of a workbook, and matching them takes a tenth of a call for each element.
    What a row may be to be left out is written down whole, so nothing else goes with it.
    """
    try:
        xml.decode()
    except UnicodeDecodeError:  # for expat to refuse
        return xml

    def leave_out(rows: re.Match[bytes]) -> bytes:
        columns = max(_COLUMN_LETTERS.findall(rows[0]))
        marks.last_row = max(marks.last_row, *map(int, _ROW_NUMBERS.findall(rows[0])))
        marks.last_column = max(marks.last_column, column_index_from_string(columns.decode()))
        return b""

    return _plain_rows(percents).sub(leave_out, xml)


@cache
def _plain_rows(percents: frozenset[str]) -> re.Pattern[bytes]:
    """Rows as spreadsheet programs write them: numbered, visible, with a cell that is filled.

    Each cell has its place, in the first 26 columns, a style that is none of `percents`, and a
    value that is no error and has no formula. A row without a number may not follow: it would
    count on from them.
    """
    text = rb"[^<&\x00-\x1f]*+(?:(?:&(?:amp|lt|gt|quot|apos);|[\t\n\r])[^<&\x00-\x1f]*+)*+"
    other = "|".join(map(re.escape, sorted(percents))).encode() or rb"\b\B"
    cell = (
        rb'<c r="[A-Z](?P=row)"(?: s="(?!(?:' + other + rb')")[0-9]++")?+'
        rb'(?: t="(?:s|n|b|str|inlineStr)")?+'
    )
    value = (
        rb"(?:<v>" + text + rb"</v>"
        rb'|<is><t(?: xml:space="preserve")?+>' + text + rb"</t></is>)"
    )  # fmt: skip
    empty = cell + rb"(?:/>|></c>)"
    filled = cell + rb">" + value + rb"</c>"
    seen = (
        rb' (?:hidden="(?:0|false)"|ht="[1-9][0-9.]*+"|(?!hidden|ht|r=)[A-Za-z0-9:]++="[^"<&]*+")'
    )
    row = (
        rb'<row r="(?P<row>[1-9][0-9]{0,6}+)"(?:' + seen + rb")*+>"
        rb"(?:" + empty + rb")*+" + filled + rb"(?:" + empty + rb"|" + filled + rb")*+</row>"
    )
    return re.compile(rb"(?:" + row + rb')++(?=</sheetData>|<row r=")')


_ROW_NUMBERS = re.compile(rb'<row r="([0-9]+)')
_COLUMN_LETTERS = re.compile(rb'<c r="([A-Z])[^/>]*+>(?!</c>)')  # of filled cells


class _Scan:
    """One pass over a sheet.

    A cell is its attributes as a list, its place first: `["r", "B7", "s", "3", "t", "e"]`. It
    counts once something stands in it; those that have a style alone may reach to the last row.
    """

    def __init__(self, parser: expat.XMLParserType, percents: frozenset[str]) -> None:
        self.marks = Marks()
        self._parser, self._percents = parser, percents
        self._odd = percents | {"e"}  # what an attribute of a cell to be noted may be
        self._row, self._digits = 0, ""
        self._filled: list[list[str]] = []  # the cells of the row so far
        self._letters: list[str] = []  # their columns in the row before, and what is known of them
        self._columns: dict[str, int] = {}
        self._start = parser.StartElementHandler = self._starter()

    def _starter(self) -> Callable[[str, list[str]], None]:
        """The handler of every element: quick where it is a cell, a value or a text."""
        fill, placed, begin_row, other = (
            self._filled.append, self._placed, self._begin_row, self._other
        )  # fmt: skip
        cell: list[str] | None = None  # one that is empty so far
        last: list[str] | None = None

        def start(name: str, attributes: list[str]) -> None:
            nonlocal cell, last
            if name == "c":
                if not attributes or attributes[0] != "r":
                    attributes = placed(attributes, last)
                cell = last = attributes
            elif name == "v" or name == "is":  # noqa: PLR1714 - twice as fast as a set
                if cell is not None:
                    fill(cell)
                    cell = None
            elif name == "row":
                begin_row(attributes)
                cell = last = None
            elif ":" in name:
                start(_local(name), attributes)
            elif name != "t":
                cell = other(name, attributes, cell)

        return start

    def _other(self, name: str, attributes: list[str], cell: list[str] | None) -> list[str] | None:
        """Any other element; what is left of the cell that was open before it."""
        if name == "f" and cell is not None:
            self._filled.append(cell)
            self._await_result(cell)
        elif name == "mergeCell":
            self.marks.merged.append(_as_dict(attributes).get("ref", ""))
        elif name == "col":
            self._note_column(_as_dict(attributes))
        return None

    def _placed(self, attributes: list[str], before: list[str] | None) -> list[str]:
        """The cell with its place first, counted on from the one before where it has none."""
        named = _as_dict(attributes)
        column = -1 if before is None else _place(before[1])[1]
        place = named.pop("r", f"{get_column_letter(column + 2)}{max(self._row, 1)}")
        return ["r", place, *chain.from_iterable(named.items())]

    def _begin_row(self, attributes: list[str]) -> None:
        """A row without a number follows on the one before."""
        self.settle()
        following = str(self._row + 1)
        if attributes != ["r", following]:
            named = _as_dict(attributes)
            following = named.get("r", following)
            if not _ROW.fullmatch(following):
                raise XmlError(f"row {following[:20]}")
            if _is_hidden(named, "ht"):
                self.marks.hidden_rows.add(int(following))
        self._row, self._digits = int(following), following

    def settle(self) -> None:
        """Take note of the cells of a row that has ended."""
        if not self._filled:
            return
        digits, places = self._digits, [cell[1] for cell in self._filled]
        if places != [letters + digits for letters in self._letters]:
            self._letters = [self._noted(place) for place in places]
        self.marks.last_row = max(self.marks.last_row, self._row)
        is_plain = self._odd.isdisjoint
        for cell in [cell for cell in self._filled if not is_plain(cell)]:
            self._note_kind(cell)
        self._filled.clear()

    def _noted(self, place: str) -> str:
        """The letters of a place; where it is not in this row, what no place begins with."""
        letters = place.removesuffix(self._digits)
        if letters not in self._columns:
            row, column = _place(place)
            self.marks.last_row = max(self.marks.last_row, row)
            self.marks.last_column = max(self.marks.last_column, column + 1)
            if row != self._row:
                return "?"
            self._columns[letters] = column
        return letters

    def _note_kind(self, cell: list[str]) -> None:
        named = _as_dict(cell)
        row, column = _place(cell[1])
        if named.get("s") in self._percents:
            self.marks.percent.setdefault(column, set()).add(row)
        if named.get("t") == "e":
            self.marks.failed.add(_name(row, column))

    def _note_column(self, named: dict[str, str]) -> None:
        if _is_hidden(named, "width"):
            first, last = (named.get(name, "") for name in ("min", "max"))
            if not (_ROW.fullmatch(first) and _ROW.fullmatch(last)):
                raise XmlError(f"columns {first[:20]} to {last[:20]}")
            self.marks.hidden_columns.update(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))

    def _await_result(self, cell: list[str]) -> None:
        """Watch a formula until its cell ends, for only then it shows that nothing is stored."""
        parser, has_result, is_in_result = self._parser, False, False

        def start(name: str, _: list[str]) -> None:
            nonlocal is_in_result
            is_in_result = _local(name) in _RESULT

        def text(_: str) -> None:
            nonlocal has_result
            has_result = has_result or is_in_result

        def end(name: str) -> None:
            nonlocal is_in_result
            is_in_result = False
            if _local(name) == "c":
                if not has_result:
                    self.marks.uncached.add(_name(*_place(cell[1])))
                parser.StartElementHandler = self._start
                parser.CharacterDataHandler = parser.EndElementHandler = None

        if _as_dict(cell).get("t") not in {"e", "str"}:  # a formula may give an empty text
            parser.StartElementHandler = start
            parser.CharacterDataHandler, parser.EndElementHandler = text, end


_LEAST_SIZE = 1.0  # a character of width, a point of height
_RESULT = frozenset({"v", "t"})
_MOST_COLUMNS = 16_384


def _as_dict(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _place(text: str) -> tuple[int, int]:
    """Row from 1 and column from 0."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise XmlError(f"cell {text[:20]}")
    return int(match[2]), column_index_from_string(match[1]) - 1


def _name(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row}"


def _is_hidden(named: dict[str, str], size: str) -> bool:
    """Hidden or folded, or too small for anybody to see that something stands there."""
    if named.get("hidden", "").strip() in _TRUE:
        return True
    if size not in named:
        return False
    try:
        return float(named[size]) < _LEAST_SIZE
    except ValueError:
        raise XmlError(f"{size} {named[size][:20]}") from None
