"""Good files damaged at random, the same on every run: bytes, zip structure, XML."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

from workbook.builder import zipped

Mutation = Callable[[bytes, random.Random], bytes]

VALUES = (
    "", "0", "-1", "1e400", "NaN", "A0", "XFD1048576", "XFE1", "ZZZZZZZ9", "A99999999999999999999",
    "4294967296", "18446744073709551616", "&#49;", "&#x58;FD1", "\u0661", "1 ", " 1", "true",
    "s", "e", "inlineStr", "../../etc/passwd", "rId1", "'", "x" * 70_000, "1;2", "\ud7ff\ufffd",
)  # fmt: skip
INSERTS = (
    "<!-- -->", "<![CDATA[<c r='XFD1048576'><v>1</v></c>]]>", "<?x y?>", "<x/>", "<c/>", "<row/>",
    "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "&#0;", "&#xD800;", "\x00", "\x0b",
    "<c r='XFD1048576'><v>1</v></c>", "<row r='1048576'>", "</row>", "</sheetData>", "<sheetData>",
    "<mergeCell ref='A1:XFD1048576'/>", "<f>", "<v/>", "<v>", "</v>", "<is><t>x</t></is>", "\ufeff",
)  # fmt: skip


def mutated(good: bytes, number: int, seed: int) -> Iterator[bytes]:
    """So many damaged files made of a good one, each damaged in one to three ways."""
    chance = random.Random(seed)  # noqa: S311 - it has to be the same again
    for _ in range(number):
        data = good
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            data = chance.choice(MUTATIONS)(data, chance)
        yield data


# Bytes


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:last], data[first:], data[:first] + data[last:], data[first:last]))


def _add(data: bytes, chance: random.Random) -> bytes:
    at = chance.choice((0, len(data), chance.randrange(len(data) + 1)))
    piece = chance.choice((chance.randbytes(chance.randint(1, 5_000)), data, data[: at // 2]))
    return data[:at] + piece + data[at:]


# The zip's own structure


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - what is damaged already
        return {}


def _part(data: bytes, chance: random.Random) -> bytes:
    """A part less, twice, emptied, renamed, or with another's content."""
    members = list(_members(data).items())
    if not members:
        return data
    at = chance.randrange(len(members))
    name, content = members[at]
    other = chance.choice(members)
    match chance.randrange(6):
        case 0:
            del members[at]
        case 1:
            members.append((name, other[1]))
        case 2:
            members[at] = (name, b"")
        case 3:
            renamed = (
                name.upper(),
                "/" + name,
                "../" + name,
                name.replace("/", "\\"),
                "a\0" + name,
            )
            members[at] = (chance.choice(renamed), content)
        case 4:
            members[at] = (name, other[1])
        case _:
            chance.shuffle(members)
    return _zipped(members)


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            if name in archive.NameToInfo:
                archive.NameToInfo.pop(name)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _header(data: bytes, chance: random.Random) -> bytes:
    """A field of a header, or of the directory, that says something else."""
    marks = [match.start() for match in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not marks:
        return data
    at = chance.choice(marks) + chance.randrange(4, 44)
    value = chance.choice((0, 1, 0xFFFF, 0xFFFFFFFF, 8, 12, 99, chance.randrange(2**32)))
    piece = struct.pack("<I", value)[: chance.choice((1, 2, 4))]
    return data[:at] + piece + data[at + len(piece) :]


# XML


def _xml(data: bytes, chance: random.Random) -> bytes:
    members = _members(data)
    names = [name for name in members if name.endswith((".xml", ".rels", ".csv"))]
    if not names:
        return data
    name = chance.choice(names)
    text = members[name].decode(errors="replace")
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(_TEXT_MUTATIONS)(text, chance)
    encoding = chance.choice(("utf-8",) * 8 + ("utf-16", "utf-8-sig", "latin-1", "utf-32", "utf-7"))
    return zipped(members | {name: text.encode(encoding, "replace")})


def _other_value(text: str, chance: random.Random) -> str:
    values = list(re.finditer(r'="([^"]*)"', text))
    if not values:
        return text
    match = chance.choice(values)
    quote = chance.choice("\"'")
    space = chance.choice(("", " ", "\n"))
    value = chance.choice((*VALUES, match[1])).replace(quote, "")
    return f"{text[: match.start()]}{space}={space}{quote}{value}{quote}{text[match.end() :]}"


def _other_tag(text: str, chance: random.Random) -> str:
    """A tag less, twice, or many times."""
    tags = list(re.finditer(r"<[^>]*>", text))
    if not tags:
        return text
    match = chance.choice(tags)
    times = chance.choice((0, 2, 3, 300))
    return text[: match.start()] + match[0] * times + text[match.end() :]


def _insert(text: str, chance: random.Random) -> str:
    at = chance.choice((0, chance.randrange(len(text) + 1), len(text)))
    return text[:at] + chance.choice(INSERTS) + text[at:]


def _other_name(text: str, chance: random.Random) -> str:
    """An element under a prefix, in capitals, or as another one."""
    name = chance.choice(("row", "c", "v", "is", "t", "sheetData", "sheet", "Relationship", "f"))
    other = chance.choice(("x:" + name, name.upper(), "c", "row", "v", name + " "))
    return re.sub(rf"(</?){name}\b", rf"\g<1>{other}", text)


def _exchange(text: str, chance: random.Random) -> str:
    changed = list(text)
    for _ in range(chance.randint(1, 4)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.choice("<>&\"'/ =0Z9\x00é;")
    return "".join(changed)


_TEXT_MUTATIONS = (_other_value, _other_value, _other_tag, _insert, _other_name, _exchange)
MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _add, _part, _header, _xml, _xml, _xml, _xml)
