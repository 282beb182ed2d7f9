"""The front end's files, put in place from their npm packages; `make setup` runs this once."""

import re
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

from kotacerdas.frameworks.loading import load, packaged

STATIC = Path(__file__).parent / "static" / "vendor"
STYLE = Path(__file__).parent / "static/kotacerdas/site.css"
ICONS = Path(__file__).parent / "icons"
FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "htmx.org/dist/htmx.min.js",
    "inter-ui/variable/InterVariable.woff2",
)
LATIN = "InterLatin.woff2"
_RANGE = re.compile(rf'"\.\./vendor/{LATIN}"[^}}]*unicode-range: ([^;]+);')
_SOURCE_MAP = re.compile(rb"\n?(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$")


def install(packages: Path, icons: set[str]) -> None:
    """Copy FILES, without the mention of maps that are not copied, and the icons of that name."""
    shutil.rmtree(STATIC, ignore_errors=True)
    shutil.rmtree(ICONS, ignore_errors=True)
    STATIC.mkdir(parents=True)
    ICONS.mkdir()
    for name in FILES:
        content = (packages / name).read_bytes()
        (STATIC / Path(name).name).write_bytes(_SOURCE_MAP.sub(b"", content))
    _cut(STATIC / "InterVariable.woff2", STATIC / LATIN)
    for name in icons:
        shutil.copy(packages / "@tabler/icons/icons/outline" / f"{name}.svg", ICONS)


def _cut(font: Path, part: Path) -> None:
    """Of the typeface what the style sheet says that the part has: a fifth of its size."""
    (told,) = _RANGE.findall(STYLE.read_text(encoding="utf-8"))
    cut, whole = Subsetter(Options()), TTFont(font)
    cut.options.layout_features = [*cut.options.layout_features, "tnum"]
    cut.populate(unicodes=parse_unicodes(told.replace("U+", "")))
    cut.subset(whole)
    whole.save(part)


def icons_in_use(package: Path) -> set[str]:
    """The names of icons in the templates, in the tables of the pages and in the editions."""
    named = re.compile(r"""\bicon(?:=|\s+|": )"([a-z0-9-]+)\"""")
    files = [*package.glob("**/templates/**/*.html"), *package.glob("**/*.py")]
    names = {name for file in files for name in named.findall(file.read_text(encoding="utf-8"))}
    editions = [load(name) for name in packaged()]
    return names | {part.icon for edition in editions for part in edition.dimensions}


if __name__ == "__main__":
    install(Path(sys.argv[1]), icons_in_use(Path(__file__).parent.parent))
