"""How may a secret stand in bytes?"""

import base64
import json
from urllib.parse import quote


def looks(secret: str) -> set[bytes]:
    """The secret as UTF-8 and UTF-16, JSON-escaped, in an address, and in base64 wherever it may begin."""
    plain = secret.encode()
    found = {plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), quote(secret).encode()}
    found |= {json.dumps(secret)[1:-1].encode(), plain.hex().encode(), plain.hex().upper().encode()}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        # The letters at both ends also hold bits of what stands beside it.
        inner = whole[-(-before * 8 // 6) : len(b"\0" * before + plain) * 8 // 6]
        found |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return found


def traces(secrets: dict[str, str], *texts: bytes) -> list[str]:
    """The names of the secrets that stand in one of these texts."""
    return sorted({name for name, secret in secrets.items() for look in looks(secret) if any(look in t for t in texts)})
