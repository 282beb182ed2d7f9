"""A table written as text, and what a spreadsheet would compute of it. Pure."""

import codecs
import csv
import io
import re

from kotacerdas.core.errors import RefusedError

_DELIMITERS = ",;\t|"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Where a cell begins, whichever delimiter and quotes the reader takes. No pattern goes back over
# what it has passed (`*+`), so that a long file takes no longer than its length.
_BEGINS = rf"(?m)(?:^|[{_DELIMITERS}])[ \u00a0\u200b-\u200f\ufeff\"']*+"
_FORMULA = re.compile(rf"{_BEGINS}[=@＝＠]")
_OPEN_SIGN = re.compile(rf"{_BEGINS}(?<=\")[-+－＋][\d ]*+$")  # its cell goes on in the next line
# A sign, and not a number, a telephone or a span up to the next cell.
_NUMBER = rf"[\d .:/()%+-]*+[\"' ]*+(?:\r?$|[{_DELIMITERS}])"
_SIGNED = re.compile(rf"{_BEGINS}[-+－＋](?!{_NUMBER})")
_CALLS = re.compile(r"[A-Za-z_.][\d.]{0,9}\s?\(|\|[^|!\n]*!")


def text_of(data: bytes) -> str | None:
    """What the bytes say, None where they are no text."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    for encoding in (marked, "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text.removeprefix("\ufeff")
    return None


def is_table(text: str) -> bool:
    """Whether it has at least two rows, all with the same number of cells, more than one."""
    first = text.lstrip("\r\n").partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(_DELIMITERS, key=first.count))
    try:
        widths = [len(row) for row in rows if row]
    except csv.Error:
        return False
    return len(widths) > 1 and widths[0] > 1 and len(set(widths)) == 1


def refuse_formulas(name: str, text: str) -> None:
    """Nothing, if no cell begins like a formula, by whichever delimiter it is read.

    `-5`, `+62 285 391571` and `- Puskesmas` are no formulas; a sign before what calls a function
    or another program is.

    Raises:
        RefusedError: a cell does; it says in which line.
    """
    found = _FORMULA.search(text) or _OPEN_SIGN.search(text) or _first_call(text)
    if found:
        line = text.count("\n", 0, found.end()) + 1
        raise RefusedError("evidence.formula", name=name, line=line)


def _first_call(text: str) -> re.Match[str] | None:
    """What calls a function or a program in a line, after a sign at the beginning of a cell."""
    line_end = 0
    for signed in _SIGNED.finditer(text):
        if signed.end() < line_end:
            continue  # in a line that was looked through
        line_end = text.find("\n", signed.end()) + 1 or len(text)
        if calls := _CALLS.search(text, signed.end(), line_end):
            return calls
    return None
