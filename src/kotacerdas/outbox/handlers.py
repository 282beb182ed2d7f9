"""What a worker can do. Rooms above register it; this one knows none of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kotacerdas.outbox.leases import Held

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Handler:
    """Work that follows commits. What is to be done are rows that the acts wrote, not messages.

    `due` gives the keys of what there is to do at a moment (one region each, say), by reading
    alone. `work` does that of one key in steps, each of them safe to be done twice; between two
    steps other work has its turn. It writes only where `Held.keep` in the same transaction says
    that the work is still its own. What is not of a commit follows the clock.
    """

    name: str
    due: Callable[[datetime], Iterable[str]]
    work: Callable[[str, Held, Clock], Iterator[object]]
    is_of_a_commit: bool = True


_handlers: dict[str, Handler] = {}


def register(handler: Handler) -> None:
    """To be called once at start-up; those registered first have their turn first."""
    _handlers[handler.name] = handler


def handlers() -> list[Handler]:
    return list(_handlers.values())


def handler(name: str) -> Handler:
    """Raises KeyError where no room registered it."""
    return _handlers[name]
