"""What of a PowerPoint file makes Office say that it has to be mended, or refuse it."""

import io
import posixpath
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree
from openpyxl import load_workbook

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
REFERS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRESENTATION = "ppt/presentation.xml"
_FONT = "application/x-fontdata"
_FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
# Of elements, the children whose order the schema fixes, as far as decks have them.
ORDER = {
    "presentation": [
        *("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz"),
        *("notesSz", "embeddedFontLst", "custShowLst", "photoAlbum", "kinsoku"),
        *("defaultTextStyle", "modifyVerifier", "extLst"),
    ],
    "sld": ["cSld", "clrMapOvr", "transition", "timing", "extLst"],
    "sldLayout": ["cSld", "clrMapOvr", "transition", "timing", "hf", "extLst"],
    "sldMaster": ["cSld", "clrMap", "sldLayoutIdLst", "timing", "hf", "txStyles", "extLst"],
    "cSld": ["bg", "spTree", "custDataLst", "controls", "extLst"],
    "sp": ["nvSpPr", "spPr", "style", "txBody", "extLst"],
    "txBody": ["bodyPr", "lstStyle", "p"],
    "p": ["pPr", "r", "endParaRPr"],
    "spPr": [
        *("xfrm", "custGeom", "prstGeom", *_FILLS, "ln", "effectLst", "effectDag", "scene3d"),
    ],
    "tcPr": ["lnL", "lnR", "lnT", "lnB", "lnTlToBr", "lnBlToTr", "cell3D", *_FILLS],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "rPr": [
        *("ln", *_FILLS, "effectLst", "highlight", "uLn", "uFill", "latin", "ea", "cs", "sym"),
        *("hlinkClick", "hlinkMouseOver", "extLst"),
    ],
    "chartSpace": [
        *("date1904", "lang", "roundedCorners", "style", "clrMapOvr", "pivotFmts", "protection"),
        *("chart", "spPr", "txPr", "externalData", "printSettings", "userShapes", "extLst"),
    ],
    "chart": [
        *("title", "autoTitleDeleted", "pivotFmts", "view3D", "floor", "sideWall", "backWall"),
        *("plotArea", "legend", "plotVisOnly", "dispBlanksAs"),
    ],
    "ser": [
        *("idx", "order", "tx", "spPr", "invertIfNegative", "marker", "pictureOptions", "dPt"),
        *("dLbls", "trendline", "errBars", "cat", "val", "smooth", "shape", "extLst"),
    ],
    "catAx": [
        *("axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title"),
        *("numFmt", "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx"),
        *("crosses", "crossesAt", "auto", "lblAlgn", "lblOffset", "noMultiLvlLbl"),
    ],
    "valAx": [
        *("axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title"),
        *("numFmt", "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx"),
        *("crosses", "crossesAt", "crossBetween", "majorUnit", "minorUnit", "dispUnits"),
    ],
}


def faults_in(data: bytes) -> list[str]:
    """Every reason that is known; none of a file that opens without a word."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        doubled = [name for name, n in Counter(file.namelist()).items() if n > 1]
        parts = {name: file.read(name) for name in file.namelist()}
    trees = {
        name: etree.fromstring(part)
        for name, part in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    return [
        *(f"{name} is there twice" for name in doubled),
        *_typed(parts, trees["[Content_Types].xml"]),
        *_related(parts, trees),
        *_laid_out(trees),
        *_numbered(trees),
        *(fault for name, tree in trees.items() for fault in _ordered(name, tree)),
        *(fault for name, tree in trees.items() for fault in _tables(name, tree)),
        *_charts(parts, trees),
        *_fonts(parts, trees),
    ]


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _found(tree: Any, name: str) -> Iterator[Any]:
    return (one for one in tree.iter() if _name(one) == name)


def _typed(parts: dict[str, bytes], types: Any) -> Iterator[str]:
    """Each part has a type, and no type is of a part that is not there."""
    default = {one.get("Extension").lower() for one in types.iter(f"{{{TYPES}}}Default")}
    own = [one.get("PartName").lstrip("/") for one in types.iter(f"{{{TYPES}}}Override")]
    for name in parts:
        is_named = name in own or name.rpartition(".")[2].lower() in default
        if not is_named and name != "[Content_Types].xml":
            yield f"{name} has no type"
    yield from (f"{name} has a type and is not there" for name in own if name not in parts)
    yield from (f"{name} has two types" for name, n in Counter(own).items() if n > 1)


def _relations(trees: dict[str, Any], name: str) -> dict[str, tuple[str, str]]:
    """Of a part: its kind and target, by its key; of one outside the target is empty."""
    folder, _, own = name.rpartition("/")
    tree = trees.get(posixpath.join(folder, "_rels", f"{own}.rels"))
    found = {}
    for one in () if tree is None else tree.iter(f"{{{RELATIONS}}}Relationship"):
        target = one.get("Target")
        if one.get("TargetMode") == "External":
            target = ""
        elif target.startswith("/"):
            target = target.lstrip("/")
        else:
            target = posixpath.normpath(posixpath.join(folder, target))
        found[one.get("Id")] = (one.get("Type").rpartition("/")[2], target)
    return found


def _related(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    """Each relation leads to a part, and each that is used is there."""
    reached = {target for _, target in _relations(trees, "").values()}
    for name, tree in trees.items():
        known = _relations(trees, name)
        reached |= {target for _, target in known.values()}
        for key, (_, target) in known.items():
            if target and target not in parts:
                yield f"{name}: {key} leads to {target}, which is not there"
        used = {
            value
            for one in tree.iter()
            for attribute, value in one.attrib.items()
            if attribute.startswith(f"{{{REFERS}}}") and value
        }
        yield from (f"{name}: {key} is used and not known" for key in used - known.keys())
    for name in parts:
        if not name.endswith(".rels") and name != "[Content_Types].xml" and name not in reached:
            yield f"{name}: nothing leads there"


def _laid_out(trees: dict[str, Any]) -> Iterator[str]:
    """Each slide has a layout, each layout a master that lists it, each master a theme."""
    wanted = {
        "ppt/slides/slide": {"slideLayout": 1},
        "ppt/slideLayouts/slideLayout": {"slideMaster": 1},
        "ppt/slideMasters/slideMaster": {"theme": 1},
        "ppt/notesSlides/notesSlide": {"notesMaster": 1, "slide": 1},
        "ppt/notesMasters/notesMaster": {"theme": 1},
    }
    for name in trees:
        for beginning, kinds in wanted.items():
            if name.startswith(beginning):
                found = Counter(kind for kind, _ in _relations(trees, name).values())
                for kind, n in kinds.items():
                    if found[kind] != n:
                        yield f"{name} has {found[kind]} of {kind}"
    masters = [name for name in trees if name.startswith("ppt/slideMasters/slideMaster")]
    listed = {
        _relations(trees, name)[one.get(f"{{{REFERS}}}id")][1]
        for name in masters
        for one in _found(trees[name], "sldLayoutId")
    }
    layouts = {name for name in trees if name.startswith("ppt/slideLayouts/slideLayout")}
    yield from (f"{name} is on no master's list" for name in layouts - listed)


def _numbered(trees: dict[str, Any]) -> Iterator[str]:
    """No two of what has a number have the same, and each is in its range."""
    deck = trees[PRESENTATION]
    slides = [int(one.get("id")) for one in _found(deck, "sldId") if one.get(f"{{{REFERS}}}id")]
    masters = [int(one.get("id")) for one in _found(deck, "sldMasterId")]
    layouts = [int(one.get("id")) for tree in trees.values() for one in _found(tree, "sldLayoutId")]
    yield from (f"slides: {n}" for n in slides if not 256 <= n < 2**31)
    yield from (f"masters: {n}" for n in (*masters, *layouts) if not 2**31 <= n < 2**32)
    for what, numbers in {"slides": slides, "masters": [*masters, *layouts]}.items():
        yield from (f"{what}: {n} twice" for n, times in Counter(numbers).items() if times > 1)
    known = set(slides)
    for one in _found(deck, "sldId"):
        if not one.get(f"{{{REFERS}}}id") and int(one.get("id")) not in known:
            yield f"a section names slide {one.get('id')}, which is not there"
    for name, tree in trees.items():
        shapes = [one.get("id") for one in _found(tree, "cNvPr")] if "ppt/" in name else []
        for number, n in Counter(shapes).items():
            if n > 1 or not int(number):
                yield f"{name}: {n} shapes have the number {number}"


def _ordered(name: str, tree: Any) -> Iterator[str]:
    for element in tree.iter():
        order = ORDER.get(_name(element))
        if order is None:
            continue
        places = [order.index(_name(one)) for one in element if _name(one) in order]
        if any(before > after for before, after in pairwise(places)):
            yield f"{name}: the children of {_name(element)} are {[_name(one) for one in element]}"


def _tables(name: str, tree: Any) -> Iterator[str]:
    for table in _found(tree, "tbl"):
        columns = len(list(_found(table, "gridCol")))
        for row in _found(table, "tr"):
            if sum(_name(one) == "tc" for one in row) != columns:
                yield f"{name}: a row has not {columns} cells"


def _charts(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    """Each has the workbook of its figures, and its axes cross one another."""
    for name, tree in trees.items():
        if not name.startswith("ppt/charts/chart"):
            continue
        books = [one for kind, one in _relations(trees, name).values() if kind == "package"]
        for book in books:
            load_workbook(io.BytesIO(parts[book]))
        if len(books) != 1:
            yield f"{name} has {len(books)} workbooks"
        axes = {
            one.find("{*}axId").get("val"): one.find("{*}crossAx").get("val")
            for kind in ("catAx", "valAx", "dateAx")
            for one in _found(tree, kind)
        }
        if any(axes.get(other) != own for own, other in axes.items()):
            yield f"{name}: its axes do not cross"


def _fonts(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    """Each that is embedded is Embedded OpenType of the length that it says."""
    types = {
        one.get("PartName").lstrip("/"): one.get("ContentType")
        for one in trees["[Content_Types].xml"].iter(f"{{{TYPES}}}Override")
    } | {
        name: one.get("ContentType")
        for one in trees["[Content_Types].xml"].iter(f"{{{TYPES}}}Default")
        for name in parts
        if name.endswith(f".{one.get('Extension')}")
    }
    known = _relations(trees, PRESENTATION)
    for one in _found(trees[PRESENTATION], "embeddedFont"):
        for style in one:
            key = style.get(f"{{{REFERS}}}id")
            if key is None:
                continue
            kind, target = known[key]
            if kind != "font" or types.get(target) != _FONT:
                yield f"{target} is no embedded font"
            elif struct.unpack_from("<I", parts[target])[0] != len(parts[target]):
                yield f"{target} has another length than it says"
