"""The words of all rooms: each that is asked for exists, none is unused, both languages agree.

A key is asked for as a literal ("people.invite"), or composed of a table and a word. What code
composes must come from an enumeration, which stands in COMPOSED: whoever composes a new key
says there which words can stand in it.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from django.apps import apps

import kotacerdas
from house.composed import COMPOSED, SIGN_INS
from kotacerdas.casework.processes import ACTIONS, SENTENCES, processes
from kotacerdas.innovation.actions.assessing import CRITERIA, GRADES
from kotacerdas.pages.plan_kinds import KINDS
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language

PACKAGE = Path(kotacerdas.__file__).parent
WORDS = [
    PACKAGE / "wording" / "terms.toml",
    *sorted(PACKAGE.glob("*/text.toml")),
    *sorted(PACKAGE.glob("*/words.toml")),
]
KEY = r"[a-z_]+\.[A-Za-z0-9_-]+"
IN_TEMPLATE = re.compile(rf"""["']({KEY})["']""")
TABLE_IN_TEMPLATE = re.compile(r"""\|term:"([a-z_]+)"|"([a-z_]+\.(?:[a-z_]+_)?)"\|add:""")


@cache
def phrases() -> dict[str, list[str]]:
    """Every phrase of every room by its key. A key of two rooms would hide one of them."""
    result: dict[str, list[str]] = {}
    for file in WORDS:
        for table, pairs in tomllib.loads(file.read_text("utf-8")).items():
            for name, pair in pairs.items():
                key = f"{table}.{name}"
                same = result.setdefault(key, pair) == pair
                assert same, f"{key} of {file.parent.name} says something else elsewhere"
    return result


def tables() -> set[str]:
    return {key.partition(".")[0] for key in phrases()}


@cache
def literals() -> frozenset[str]:
    """Every text of code, template or rule that has the shape of a key of a known table."""
    asked = {text for tree in _trees() for text in _constants(tree)}
    for file in PACKAGE.glob("**/templates/**/*"):
        if file.is_file():
            asked |= set(IN_TEMPLATE.findall(file.read_text("utf-8")))
    return frozenset(
        text
        for text in asked
        if text.partition(".")[0] in tables()
        and not text.endswith((".html", ".typ"))  # the name of a template
    )


@cache
def composed() -> frozenset[str]:
    """`people.{}_lead` for f"people.{verb}_lead", `role.{}` for term("role", ...)."""
    patterns = {pattern for tree in _trees() for pattern in _patterns(tree)}
    for file in PACKAGE.glob("**/templates/**/*.html"):
        for table, prefix in TABLE_IN_TEMPLATE.findall(file.read_text("utf-8")):
            patterns.add(f"{table}.{{}}" if table else f"{prefix}{{}}")
    return frozenset(one for one in patterns if one.partition(".")[0] in tables())


@cache
def _trees() -> list[ast.Module]:
    files = [file for file in PACKAGE.glob("**/*.py") if "migrations" not in file.parts]
    return [ast.parse(file.read_text("utf-8")) for file in files]


def _constants(tree: ast.Module) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if id(node) not in parts and re.fullmatch(KEY, _text(node)):
            yield _text(node)


def _patterns(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr() if re.match(r"[a-z_]+\.", _pattern(node)):
                yield _pattern(node)
            case ast.BinOp() if re.fullmatch(r"[a-z_]+\.", _text(node.left)):
                yield f"{_text(node.left)}{{}}"
            case ast.Call(func=ast.Attribute(attr="term"), args=[ast.Constant() as table, *_]):
                yield f"{_text(table)}.{{}}"
            case ast.Call(func=ast.Name(id="terms"), args=[ast.Constant() as table, *_]):
                yield f"{_text(table)}.{{}}"


def _text(node: ast.AST) -> str:
    """What a constant text holds; nothing for any other part of the code."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text else ""


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
    )


def _enumerated() -> set[str]:
    words = {pattern.format(word) for pattern, words in COMPOSED.items() for word in words}
    words |= {f"{one.phrases}.{key}" for one in processes() for key in SENTENCES}
    words |= {f"access_method.{one}" for one in SIGN_INS}
    return words | {f"innovation_grade.{name}_{grade}" for name in CRITERIA for grade in GRADES}


# What the log calls actions, records and fields of theirs: a word is used where code names it.
OF_THE_LOG = {
    *("log_action", "log_actor", "log_field", "log_model", "log_model_several"),
    *("evidence_kind", "incoming_state", "language", "survey_state"),
}


@cache
def _named() -> frozenset[str]:
    """Every text and name in the code."""
    nodes = [node for tree in _trees() for node in ast.walk(tree)]
    texts = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    given = {str(node.arg) for node in nodes if isinstance(node, ast.keyword)}
    models = {model._meta.label_lower for model in apps.get_models()}
    acts = {f"{one.phrases}.{action}" for one in processes() for action in ACTIONS}
    return frozenset(texts | names | given | models | acts)


def _forms(key: str) -> set[str]:
    """A key and its singular, which `Catalogue.count` looks up by itself."""
    return {key, f"{key}_one"}


def test_a_list_of_records_is_called_as_many_in_english_alone():
    """Of all kinds that have a list, but for what English doesn't count."""
    own, english = terms(Language.ID, *WORDS), terms(Language.EN, *WORDS)
    for label in {kind.label for kind in KINDS} - {"plan.capacity", "plan.innovationmark"}:
        if label == "records.region":
            continue  # a region has no list of regions
        assert own.several("log_model", label) == own.term("log_model", label)
        assert english.several("log_model", label) != english.term("log_model", label)
    assert english.several("log_model", "plan.capacity") == "Capacity"


def test_both_languages_say_the_same():
    """One test for all of them: thousands of their own would take longer to tell than to do."""
    for key, (indonesian, english) in phrases().items():
        assert _places(indonesian) == _places(english), key
        for phrase in (indonesian, english):
            assert phrase.strip() == phrase != "", key
            assert "!" not in phrase, key


def _places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_what_code_composes_comes_from_an_enumeration():
    rest = {one for one in composed() if one.partition(".")[0] not in OF_THE_LOG}
    assert rest - set(COMPOSED) == set(), "say in house/composed.py which words can stand in it"
    assert set(COMPOSED) - rest == set(), "no code composes these any more"


def test_every_composed_key_exists():
    assert _enumerated() - set(phrases()) == set()


def test_every_key_that_is_asked_for_exists():
    logged = ("log_action", "log_model")
    acts = {text for text in literals() if {f"{table}.{text}" for table in logged} & set(phrases())}
    assert literals() - acts - set(phrases()) == set()


def test_no_phrase_is_unused():
    used = {form for key in literals() | _enumerated() for form in _forms(key)}
    used |= {f"{table}.{name}" for table in OF_THE_LOG for name in _named()}
    assert set(phrases()) - used == set()
