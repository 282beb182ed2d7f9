"""Paths in a bundle: safe on every system, alike for nobody, in the questionnaire's order."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.casework.file_kinds import Kind
from kotacerdas.evaluation.bundle_names import component_folder, file_names, item_folder

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
NAMES = st.text(max_size=300)
FILES = st.lists(st.tuples(NAMES, st.sampled_from(list(Kind))), min_size=1, max_size=120)
CODES = st.from_regex(r"[1-9][0-9]?(\.[1-9][0-9]?){1,2}", fullmatch=True)


@given(st.integers(0, 9), NAMES, CODES, NAMES, FILES)
def test_any_names_make_safe_paths(place, component, code, item, files):
    folders = [component_folder(place, component), item_folder(code, item)]
    names = file_names(files)

    for name in (*folders, *names):
        assert not FORBIDDEN.search(name)
        assert name == name.strip(" .")
        assert name == unicodedata.normalize("NFC", name)
        assert all(unicodedata.category(one)[0] != "C" for one in name)
    for name, (_, kind) in zip(names, files, strict=True):
        assert name.endswith(kind.ending)
        assert len("/".join([*folders, name]).encode()) <= 200
    alike = {unicodedata.normalize("NFKD", name).casefold() for name in names}
    assert len(alike) == len(names)
    assert names == sorted(names, key=lambda name: name.split(" ")[0])


@given(st.lists(st.tuples(CODES, NAMES), unique_by=lambda one: one[0], max_size=60))
def test_folders_of_items_are_never_alike(items):
    names = {unicodedata.normalize("NFKD", item_folder(*one)).casefold() for one in items}
    assert len(names) == len(items)


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("SK Dewan Smart City", Kind.PDF, "01 SK Dewan Smart City.pdf"),
        ("DPA 2024.PDF", Kind.PDF, "01 DPA 2024.pdf"),
        ("foto balai.heic", Kind.JPEG, "01 foto balai.jpg"),
        ("../../CON", Kind.CSV, "01 CON.csv"),
        ("...", Kind.PDF, "01 -.pdf"),
        ("RKPD: lampiran 1/2", Kind.XLSX, "01 RKPD lampiran 1-2.xlsx"),
    ],
)
def test_names_stay_readable(title, kind, name):
    assert file_names([(title, kind)]) == [name]


def test_folders_say_what_the_questionnaire_does():
    name = "Kelembagaan: dewan, tim pelaksana, dan forum"
    assert component_folder(2, "Output") == "02 Output"
    assert item_folder("2.2", name) == "2.2 Kelembagaan dewan, tim pelaksana, dan forum"
    long = item_folder("2.2", "Peraturan kepala daerah " * 9)
    assert long == "2.2 Peraturan kepala daerah Peraturan kepala daerah Peraturan"
