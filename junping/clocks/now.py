"""What time is it? The only place in the program that asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_replacement: ContextVar[Callable[[], datetime] | None] = ContextVar("junping_clock", default=None)


def _machine_time() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """The moment, as an aware UTC datetime."""
    return (_replacement.get() or _machine_time)()


def today() -> date:
    """The date in Asia/Shanghai, whatever the server's own zone."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The Asia/Shanghai date on which an aware moment lies; ValueError for a naive one or one beyond the calendar."""
    if moment.tzinfo is None:
        raise ValueError("时间要带时区，例如 2026-11-24T09:00:00+08:00。")
    try:
        return moment.astimezone(SHANGHAI).date()
    except OverflowError:
        raise ValueError("时间超出可以计算的范围。") from None


@contextmanager
def travel(to: datetime, *, ticking: bool = False) -> Iterator[None]:
    """Replace the clock within the block: it stands at `to` (aware), or runs on from there if `ticking`.

    It holds for the current thread (context) only and may be nested; the inner block wins.
    """
    if to.tzinfo is None:
        raise ValueError("travel() 要带时区的时间。")
    moment, left_at = to.astimezone(UTC), _machine_time()
    token = _replacement.set((lambda: moment + (_machine_time() - left_at)) if ticking else (lambda: moment))
    try:
        yield
    finally:
        _replacement.reset(token)
