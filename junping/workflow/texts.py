"""Which texts may enter? Pure: NFC, trimmed, no control, bidirectional or zero-width characters (contract.md, Errors)."""

import re
import unicodedata

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line breaks
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"  # zero width, bidirectional, tags; the selectors of rare ideographs lie above and stay
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)
# As many as UAX #15 (Stream-Safe Text Format) allows in a row. Bringing a long run into its order costs its square:
# a body of 1 MiB full of them would hold the whole program for minutes.
MOST_MARKS = 30
# These count as letters, and become marks when they are taken apart.
_MARKS_BENEATH = "\u0f73\u0f75\u0f81\uff9e\uff9f"


def clean_text(value: str, *, lines: bool) -> str:
    """Return `value` in NFC and trimmed; rare and private-use characters of names are kept exactly.

    `lines` allows line breaks and tabs. Raises ValueError with a Chinese message.
    """
    found = _REFUSED.search(value)
    if found:
        raise ValueError(f"含有看不见的控制字符（U+{ord(found.group()):04X}），请删去后重填。")
    text = value.replace("\r\n", "\n").replace("\r", "\n") if lines else value
    if not lines and re.search(r"[\n\r\t]", text):
        raise ValueError("不能换行，请写成一行。")
    if not text.isascii() and _piles_up(text):
        raise ValueError(f"一个字上叠加的符号超过 {MOST_MARKS} 个，请删去后重填。")
    return unicodedata.normalize("NFC", text).strip()


def _piles_up(text: str) -> bool:
    """Do more than MOST_MARKS combining characters stand in a row?"""
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) or character in _MARKS_BENEATH else 0
        if run > MOST_MARKS:
            return True
    return False
