"""What is a file called? The last part of the path given, kept for people to read; the disk never sees it."""

import unicodedata

from junping.attachments.refusal import Refused

LONGEST = 150
# Control characters, invisible ones (bidirectional controls among them), lone surrogates, line and paragraph breaks.
_REFUSED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def read_name(path: str) -> str:
    """The name in NFC without folders, at most 150 characters.

    Raises Refused (400) when there is none, it is too long, or it holds characters that cannot be seen.
    """
    name = unicodedata.normalize("NFC", path.replace("\\", "/").rsplit("/", 1)[-1].strip())
    hidden = next((character for character in name if unicodedata.category(character) in _REFUSED), None)
    if hidden is not None:
        raise Refused("bad_name", f"文件名含有看不见的控制字符（U+{ord(hidden):04X}），请改名后再上传。", status=400)
    if name in {"", ".", ".."}:
        raise Refused("bad_name", "文件没有名称，请改名后再上传。", status=400)
    if len(name) > LONGEST:
        raise Refused("bad_name", f"文件名超过 {LONGEST} 个字，请改短后再上传。", status=400)
    return name


def extension(name: str) -> str:
    """The part after the last dot in lower case, without the dot; empty where there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if stem and dot else ""
