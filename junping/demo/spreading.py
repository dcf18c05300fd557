"""How is a number of things spread over days, villages and rows? Evenly, with some chance, and adding up."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from junping.demo.wording import Text

Thing = TypeVar("Thing")


def days(number: int, first: date, last: date, rng: Random) -> list[date]:
    """`number` dates between `first` and `last`, rising, about equally far apart."""
    width = (last - first).days / number
    return [first + timedelta(days=int(width * (i + rng.random()))) for i in range(number)]


def shares(total: int, parts: int, rng: Random, *, uneven: int) -> list[int]:
    """`parts` whole numbers that add up to `total`, each about `uneven` above or below the mean."""
    mean = total // parts
    found = [mean + rng.randint(-uneven, uneven) for _ in range(parts)]
    step = 1 if sum(found) < total else -1
    for i in range(abs(total - sum(found))):
        found[i % parts] += step
    return found


def batches(things: Sequence[Thing], sizes: Sequence[int]) -> Iterator[Sequence[Thing]]:
    """The things in order, cut into pieces of these sizes."""
    begin = 0
    for size in sizes:
        yield things[begin : begin + size]
        begin += size


def in_season(texts: Sequence[Text], days: Sequence[date]) -> Iterator[tuple[Text, date]]:
    """Each text with a day of one of its `months`. Those bound to a season come first, no text twice in a row."""
    bound = [text for text in texts if "months" in text]
    free = [text for text in texts if "months" not in text]
    before: Text | None = None
    for day in days:
        fitting = [text for text in bound if text is not before and _is_in_season(text, day)]
        chosen = (fitting or [text for text in free if text is not before] or free)[0]
        (bound if fitting else free).remove(chosen)
        yield chosen, day
        before = chosen


def _is_in_season(text: Text, day: date) -> bool:
    first, last = text["months"]
    return bool(first <= day.month <= last)


def shuffled(things: Sequence[Thing], rng: Random) -> list[Thing]:
    return rng.sample(things, len(things))
