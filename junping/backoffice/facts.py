"""What a page prints of an object: facts, and small tables beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: `wide` takes the whole row, `prose` keeps line breaks."""

    label: str
    text: Any
    url: str = ""
    wide: bool = False
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    text: Any
    url: str = ""
    th: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A small table. `more` is (label, address) of a link in its head; `empty` what it says without rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str
    count: int | None = None
    more: tuple[str, str] | None = field(default=None)


def row(heads: Sequence[str], *cells: Any) -> list[Cell]:
    """A row of cells, each knowing its column's name; a cell is a text, or (text, address)."""
    pairs = [cell if isinstance(cell, tuple) else (cell, "") for cell in cells]
    return [Cell(text, url, head) for head, (text, url) in zip(heads, pairs, strict=True)]
