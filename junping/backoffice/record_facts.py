"""The lines of a record's page, in the order a domain names them."""

from collections.abc import Iterable, Mapping
from typing import Any

from junping.backoffice.facts import Fact
from junping.backoffice.record_words import DomainWords

LONG = 24


def facts_of(names: Iterable[str], row: Mapping[str, Any], words: DomainWords) -> list[Fact]:
    """A line for each name that has something to say: label and value in Chinese, long texts in full width."""
    shown = [(name, row[name]) for name in names if row.get(name) not in (None, "", [])]
    texts = [(words.labels.get(name, name), words.say(name, value)) for name, value in shown]
    return [Fact(label, text, wide=len(text) > LONG, prose="\n" in text) for label, text in texts]
