"""The questionnaire of the toy edition: an item a component, levels from 1 to 5."""

from typing import Any

LEVELS = ["sama sekali belum", "baru mulai", "setengah jalan", "hampir penuh", "penuh"]


def toy_questionnaire() -> dict[str, Any]:
    items = [
        ("1.1", "plan", "", ""),
        ("2.1", "work", "land", "fields"),
        ("2.2", "work", "water", ""),
        ("3.1", "worth", "air", "traffic"),
        ("3.2", "worth", "people", ""),
    ]
    return {
        "id": "toy",
        "edition": "toy",
        "title": "Kuesioner mainan",
        "source_id": "dibuat untuk uji",
        "source_en": "made up for the tests",
        "own_wording": True,
        "from": "2020-01-01",
        "stages": [{"code": "q3", "name_id": "putaran", "name_en": "round", "ends": "09-30"}],
        "documents": [
            {
                "code": "map",
                "name_id": "Peta",
                "valid_years": 0,
                "source_id": "dibuat",
                "source_en": "made up",
            },
        ],
        "items": [
            {
                "code": code,
                "component": component,
                **({"dimension": dimension} if dimension else {}),
                **({"sub_dimension": sub} if sub else {}),
                "name_id": f"Butir {code}",
                "question_id": f"Bagaimana {component}?",
                "why_id": "Perlu diketahui.",
                "levels_id": [f"{component} {one}" for one in LEVELS],
                "evidence": [{"code": "photo", "name_id": "Foto", "from_level": 3}],
            }
            for code, component, dimension, sub in items
        ],
    }
