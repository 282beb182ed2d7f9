from collections.abc import Callable

import pytest

from documents.invented import batang, empty, hostile, one_programme, without_money
from kotacerdas.scoring.scorecard import Scorecard

CARDS: dict[str, Callable[[], Scorecard]] = {
    "batang": batang,
    "empty": empty,
    "without_money": lambda: without_money(batang()),
    "one_programme": one_programme,
    "hostile": hostile,
    "hundreds": lambda: batang(
        planned=(200, 60, 60, 40, 20, 20),
        realised=(180, 60, 40, 20, 10, 0),
        agency_names=[f"Dinas Nomor {n}" for n in range(200)],
    ),
}


@pytest.fixture(scope="session")
def card() -> Scorecard:
    return batang()


@pytest.fixture(scope="session", params=CARDS)
def any_card(request: pytest.FixtureRequest) -> Scorecard:
    return CARDS[request.param]()
