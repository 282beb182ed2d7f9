"""A panel's feedback for tests, made up."""

from datetime import date

from kotacerdas.documents.feedback import Feedback, Followed, Item, Others, Part, Recommendation
from kotacerdas.wording.numbers import Language

LEVELS = ("Belum ada", "Masih rencana", "Dijalankan sebagian", "Dijalankan penuh", "Dievaluasi")
PARTS = (
    ("baseline", "Baseline", 10, 2.75),
    ("output", "Output", 20, 3.25),
    ("outcome", "Outcome", 30, 3.0),
    ("impact", "Impact", 20, 3.125),
    ("quick_win", "Quick win", 20, 4.0),
)


def items(component: int, count: int = 12) -> list[Item]:
    values = [1.5, 2.0, 2.67, 3.0, 3.33, 4.0]
    return [
        Item(
            f"{component}.{n}",
            f"Butir {component}.{n} tentang layanan publik yang terhubung antarperangkat daerah",
            None if n == 7 else 3,
            values[(n + component) % 6],
            3,
            0.0333 if values[(n + component) % 6] < 3 else 0,
            dict(enumerate(LEVELS)),
            ["Bukti dukung baru mencakup dua kecamatan; lengkapi yang lain."] if n % 3 == 0 else (),
        )
        for n in range(1, count + 1)
    ]


def feedback(language: Language = Language.ID, **more) -> Feedback:
    is_first = more.get("earlier", True) is None
    parts = [
        Part(code, name, weight, score, None if is_first else score - 0.2, items(n))
        for n, (code, name, weight, score) in enumerate(PARTS, 1)
    ]
    every = [one for part in parts for one in part.items]
    given = {
        "region": "Kabupaten Batang",
        "year": 2023,
        "stage": "tahap II",
        "panel": "Panel 2023",
        "edition": "gsc-2021",
        "language": language,
        "result": 1,
        "sha256": "0123456789abcdef" * 4,
        "set_on": date(2023, 11, 20),
        "signatures": [
            ("Dr. Siti Rahayu", "asesor", date(2023, 11, 20)),
            ("Prof. Ahmad", "ketua panel", date(2023, 11, 21)),
        ],
        "scale": (0, 4),
        "decimals": 2,
        "index": 3.25,
        "earlier": (2022, 3.2),
        "improvement": 0.05,
        "interval": (3.19, 3.31),
        "assessors": 3,
        "parts": parts,
        "strengths": sorted((one for one in every if one.value >= 3), key=lambda one: -one.value),
        "to_mend": [one for one in every if one.value < 3],
        "recommendations": [
            Recommendation(
                n,
                f"{n}.1",
                f"Susun rencana kerja untuk butir {n}.1 dan sampaikan bukti pelaksanaannya.",
                agency,
                date(2024, 3, n),
                Followed(state, agency, date(2024, 3, n + n // 4)),
            )
            for n, (agency, state) in enumerate(
                (
                    ("Dinas Komunikasi dan Informatika", "open"),
                    ("Badan Perencanaan Pembangunan Daerah", "answered"),
                    ("Dinas Komunikasi dan Informatika", "accepted"),
                    ("Dinas Kesehatan", "carried_over"),
                ),
                1,
            )
        ],
        "others": Others(
            12, 3, 3.1, {"baseline": 2.9, "output": 3.1, "outcome": 3.2, "impact": 3.0}, (3, 5)
        ),
        "on": date(2023, 12, 1),
        "appreciation": "Panel menghargai kerja sama antarperangkat daerah yang terlihat pada"
        " layanan terpadu.\n\nKeterbukaan data pagu dan realisasi patut dicontoh.",
    }
    return Feedback(**given | more)
