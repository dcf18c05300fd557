"""Which tables stand behind the chains? Each domain says so in its `apps.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from junping.history.chained import Chained
from junping.history.checks import Problem

Extra = Callable[[Sequence[Any]], Mapping[Any, Mapping[str, Any]]]
Check = Callable[[], Iterable[Problem]]


@dataclass(frozen=True)
class Source:
    """The rows whose subjects begin with `prefix:`.

    `extra` takes a batch of rows and returns by primary key what `append` was given as extra state for them; it reads
    the children of the whole batch at once.
    """

    prefix: str
    model: type[Chained]
    extra: Extra | None = None


_sources: dict[str, Source] = {}
_checks: list[Check] = []


def register(source: Source) -> None:
    """Have the rows of this source verified; one source for a prefix (ValueError)."""
    if _sources.setdefault(source.prefix, source) != source:
        raise ValueError(f"{source.prefix} has a source already")


def register_check(check: Check) -> None:
    """Have `verify` ask this too: it yields a Problem for what only its package can see, a missing number say.

    It runs in the snapshot of the verification and only reads.
    """
    if check not in _checks:
        _checks.append(check)


def sources() -> list[Source]:
    return list(_sources.values())


def checks() -> list[Check]:
    return list(_checks)


def is_known(subject: str) -> bool:
    """Say whether some source has subjects like this one."""
    return subject.partition(":")[0] in _sources
