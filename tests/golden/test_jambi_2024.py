"""The index of Kota Jambi 2024 as published: 3.84, 3.18, 3.53, 3.63, 3.35 -> 3.48."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.index import Score, index

KOTACERDAS = Path(sys.executable).parent / "kotacerdas"
PUBLISHED = {
    "baseline": 3.84,
    "output": 3.18,
    "outcome": 3.53,
    "impact": 3.63,
    "quick_win": 3.35,
}


def scores():
    return [Score(name, None, None, score) for name, score in PUBLISHED.items()]


def test_it_is_exactly_3_475():
    assert index(scores(), load("gsc-2021")).value == Fraction(3475, 1000)


@pytest.mark.slow
def test_the_command_gives_3_475_and_shows_3_48(tmp_path):
    file = tmp_path / "scores.csv"
    lines = [f"{name},{score}" for name, score in PUBLISHED.items()]
    file.write_text("component,score\n" + "\n".join(lines), encoding="utf-8")
    call = [KOTACERDAS, "index", file]
    shown = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    assert "3,48" in shown
    exact = subprocess.run([*call, "--json"], check=True, capture_output=True, text=True).stdout
    assert json.loads(exact)["value"] == 3.475


def test_under_the_weights_of_sleman():
    # 0.384 + 0.636 + 1.059 + 0.3 x 3.63 + 0.1 x 3.35 = 3.503
    assert index(scores(), load("gsc-sleman")).value == Fraction(3503, 1000)
