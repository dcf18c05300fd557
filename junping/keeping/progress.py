"""How far is it? A bar on one line of the terminal."""

from collections.abc import Callable

from django.core.management.base import OutputWrapper

# What is being done, how much of it is done, and of how much.
Tell = Callable[[str, int, int], None]


def silent(doing: str, done: int, total: int) -> None:
    """Tell nobody."""


class Bar:
    """Call it as a `Tell`; `clear` before anything else is written there. `str`: not in red, as errors are."""

    def __init__(self, out: OutputWrapper, *, always: bool) -> None:
        """`always`: even where `out` is no terminal."""
        self._out = out
        self._shows = always or out.isatty()

    def __call__(self, doing: str, done: int, total: int) -> None:
        if self._shows:
            filled = 20 * done // total if total else 20
            self._out.write(f"\r\x1b[K{doing} [{'#' * filled}{'-' * (20 - filled)}] {done}/{total}", str, "")
            self._out.flush()

    def clear(self) -> None:
        if self._shows:
            self._out.write("\r\x1b[K", str, "")
