"""How is a text cut so that any two adjacent characters find it? Pure: no Django, no database.

A record's parts are normalised, joined with a character that nobody can search for, and cut into overlapping
pairs: 麒麟纠纷 gives 麒麟, 麟纠, 纠纷. A text holds a term exactly where the term's pairs stand in a row.
"""

import re
import unicodedata
from collections.abc import Iterable

BREAK = "\x1e"
SHORTEST = 2
_NEVER_STORED = re.compile("[\x00\x1e\ud800-\udfff]")
# Full-width and half-width forms do not survive NFKC, so a pair written in them is unlike every pair of real
# characters, and SQLite's ascii tokenizer, which splits at ASCII punctuation, leaves it whole.
_WIDE = {code: 0xFF01 + code for code in range(128)}


def normalised(text: str) -> str:
    """The form that is stored and compared: NFKC and case folded; what no database keeps becomes U+FFFD."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _NEVER_STORED.sub("\ufffd", folded)


def joined(parts: Iterable[str]) -> str:
    """One text of a record's parts, in which no term is found across two of them."""
    return BREAK.join(filter(None, map(normalised, parts)))


def asked(q: str) -> str:
    """What a user looks for: normalised, without the spaces around it.

    Raises ValueError (in Chinese) when fewer than two characters remain.
    """
    term = normalised(q).strip()
    if len(term) < SHORTEST:
        raise ValueError("检索词至少要有两个字。")
    return term


def pairs(text: str) -> list[str]:
    """The overlapping pairs of a normalised text, in their order, repeated ones too."""
    return [text[i : i + 2] for i in range(len(text) - 1)]


def words(text: str) -> str:
    """The pairs in their order as words for a tokenizer that splits at ASCII punctuation only."""
    return " ".join(pair.translate(_WIDE) for pair in pairs(text))


def numbers(text: str) -> list[int]:
    """The distinct pairs, those at a break left out, each as a signed number of 32 bits, sorted.

    Characters beyond U+FFFF are folded into 16 bits, so that different pairs may share a number: whoever finds
    by numbers must look into the text as well.
    """
    return sorted({_number(pair) for pair in pairs(text) if BREAK not in pair})


def _number(pair: str) -> int:
    first, second = ((ord(character) ^ ord(character) >> 16) & 0xFFFF for character in pair)
    number = first << 16 | second
    return number - (1 << 32) if number >= 1 << 31 else number
