"""Which texts may enter? Pure: NFC, trimmed, no control, bidirectional or zero-width characters (contract.md, Errors)."""

import re
import unicodedata

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line breaks
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"  # zero width, bidirectional, tags; the selectors of rare ideographs lie above and stay
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)


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
    return unicodedata.normalize("NFC", text).strip()
