"""Templates can be read: `make check` asks for their form, this for what the form can't break."""

import re
from pathlib import Path

import kotacerdas
from kotacerdas.core.terms import term_of

PACKAGE = Path(kotacerdas.__file__).parent
LONGEST = 120
HEADED = re.compile(r"""(<(?:th|dt|h2|h3|legend)\b[^>]*>)\s*\{% t "([a-z_]+\.[a-z_]+)" %\}""")
MANY = 200
KEYS = re.compile(
    r"""data-(?:focus-)?key="(\w+)"|^  "?([a-z/?])"?: \(\) =>|key === "(\w+)\"""", re.MULTILINE
)


def test_no_line_of_a_template_is_too_long():
    too_long = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in PACKAGE.glob("**/templates/**/*.html")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert too_long == []


def test_no_list_is_joined_inside_a_phrase():
    """Joined it would be escaped, and the phrase escapes it again; `t` takes lists as they are."""
    joined = [
        file.name
        for file in PACKAGE.glob("**/templates/**/*.html")
        if re.search(r"{% t [^%]*\|join", file.read_text(encoding="utf-8"))
    ]
    assert joined == []


def test_a_heading_that_is_a_term_says_what_it_means():
    headed = [
        (file.name, key)
        for file in PACKAGE.glob("**/templates/**/*.html")
        for tag, key in HEADED.findall(file.read_text(encoding="utf-8"))
        if "visually-hidden" not in tag
    ]
    assert len(headed) > MANY
    assert [(name, key) for name, key in headed if term_of(key)] == []


def test_every_single_key_stands_in_the_list_of_keys():
    """Those of a page, of every page and of the binder; digits are levels of a scale."""
    files = [*PACKAGE.glob("**/templates/**/*.html"), *PACKAGE.glob("**/static/**/*.js")]
    written = "\n".join(
        file.read_text(encoding="utf-8") for file in files if "vendor" not in str(file)
    )
    acting = {key for groups in KEYS.findall(written) for key in groups if key}
    listed = (PACKAGE / "pages" / "templates" / "keys.html").read_text(encoding="utf-8")
    acting = {"esc" if key == "Escape" else key.lower() for key in acting}
    assert acting >= {"/", "?", "f", "d", "v", "k", "b", "z", "s", "l"}
    assert acting <= {key.lower() for key in re.findall("<kbd>(.+?)</kbd>", listed)}
