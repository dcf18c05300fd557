"""How does a log line look? One line an entry, whatever a client sends, and without what people entrusted to us."""

import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

# Line breaks and control characters forge entries; bidirectional marks make a line read differently.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
# A run of digits as of a phone (within the hexadecimal id of a file it is none), other letters than ours, a token.
_PERSONAL = re.compile(r"(?<![0-9a-f])[0-9]{7,}(?![0-9a-f])|[^\x00-\x7f]|jp_")
_LONGEST_PATH = 300
_FRAMES = 12


def one_line(text: str) -> str:
    """`text` with every character that could break or disguise a line written as `\\xNN` or `\\uNNNN`."""
    return _UNFIT.sub(lambda found: found.group().encode("unicode_escape", "surrogatepass").decode(), text)


def plain_path(path: str) -> str:
    """`path` with each step left out that holds what may be somebody's number, name or token: a path is typed, too."""
    return "/".join("…" if _PERSONAL.search(step) else step for step in path[:_LONGEST_PATH].split("/"))


def where(error: BaseException | None) -> str:
    """The error's class and the places it came through, innermost first; its text only where DEBUG is on.

    Texts of errors quote values (a database's "Key (…)=(…) already exists"), and values are personal data.
    """
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(
        f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    text = f"({error})" if settings.DEBUG else ""
    return f"{type(error).__name__}{text} at {places}"


class OneLine(logging.Formatter):
    """`2026-11-24T09:00:00+08:00 INFO junping.access GET /healthz 200 1ms`."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        moment = datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="seconds")
        # Django says there which host, query or path it refuses.
        said = plain_path(record.getMessage()) if record.name.startswith("django.security") else record.getMessage()
        parts = [moment, record.levelname, record.name, said, where(error)]
        return one_line(" ".join(filter(None, parts)))
