"""Where was a client in a list? What `next` and `previous` carry, unreadable to everybody else.

A position names the row's primary key. Readable, a gap in these keys would say that a record was logged which its
reader may not know of; so it is encrypted, and the same position gives the same text.
"""

import json
from typing import Any

from junping.api.problems import Problem, bad_request
from junping.vault.cipher import CannotDecryptError, unwrap, wrap

_PURPOSE = "cursor"


def write(position: list[Any]) -> str:
    """The position (texts, numbers, booleans, None) as a cursor."""
    return wrap(json.dumps(position, separators=(",", ":")), _PURPOSE)


def read(cursor: str) -> list[Any]:
    """The position that `write` hid. Problem 400 for what is no cursor of ours."""
    try:
        position: list[Any] = json.loads(unwrap(cursor, _PURPOSE))
    except CannotDecryptError:
        raise invalid() from None
    return position


def invalid() -> Problem:
    return bad_request("cursor", "invalid", "游标无效：请原样使用 next 或 previous 给出的地址。")
