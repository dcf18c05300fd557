"""How is a value written so that the same value always gives the same bytes? (Close to RFC 8785.)"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_write = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


def canonical(value: Any) -> bytes:
    """Return `value` as UTF-8 JSON: keys sorted by code point, no spaces, null kept, whole numbers only.

    TypeError for what has no single spelling (floats, sets, keys that are no strings), ValueError for a naive
    datetime, a Decimal that is no number, or a lone surrogate.
    """
    return written(plain(value))


def written(value: Plain) -> bytes:
    """The same bytes for what `plain` gave already."""
    return _write(value).encode()


def plain(value: Any) -> Plain:
    """Return `value` in terms of JSON without floats: datetimes as UTC text to the microsecond, dates as ISO text,
    Decimals as text without exponent, tuples as lists. Errors as `canonical`.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value  # type: ignore[no-any-return]
    if kind is datetime:
        return moment(value)
    if isinstance(value, dict | Mapping):
        return {
            key if type(key) is str else _key(key): item if type(item) in _AS_THEY_ARE else plain(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _scalar(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be a string, not {type(key).__name__}")
    return str.__str__(key)


def moment(value: datetime) -> str:
    """An aware datetime as UTC text to the microsecond. ValueError for a naive one."""
    if value.utcoffset() is None:
        raise ValueError("a datetime must carry its time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _scalar(value: Any) -> Plain:
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("a Decimal must be a finite number")
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no single spelling: give whole numbers, text or Decimals")
