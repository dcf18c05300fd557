"""The texts of the demo lie beside in `texts/*.toml`; here they are read and filled in."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from junping.demo import people

FOLDER = Path(__file__).parent / "texts"
SAID = ("title", "description", "progress", "terms", "answer", "measures", "report")

Text = dict[str, Any]


@cache
def texts(name: str) -> tuple[Text, ...]:
    """The texts of one file, each as often as its `times` says."""
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["text"]
    return tuple(row for row in rows for _ in range(row.get("times", 1)))


def filled(text: Text, rng: Random, village: str) -> Text:
    """The text with people, places and amounts put in; `a`, `b`, `spot` and `g` tell which they are."""
    same_surname = text.get("same_surname", False)
    applicant, respondent = people.two_names(rng, text.get("sexes", ""), same_surname=same_surname)
    least, most, step = text.get("money", (100, 100, 100))
    slots = {
        "a": applicant,
        "b": respondent,
        "v": village,
        "g": people.group(rng),
        "spot": rng.choice(text.get("spots", [""])),
        "site": rng.choice(text.get("sites", [""])),
        "sum": rng.randrange(least, most + 1, step),
        "n": rng.randint(3, 8),
        "y": rng.randint(6, 18),
    }
    said = {name: text[name].format(**slots) for name in SAID if name in text}
    return {**text, **slots, **said}


def scene(key: str) -> Text:
    """The text of one story of the present."""
    rows: dict[str, Text] = _scenes()
    return rows[key]


@cache
def _scenes() -> dict[str, Text]:
    return tomllib.loads((FOLDER / "present.toml").read_text(encoding="utf-8"))
