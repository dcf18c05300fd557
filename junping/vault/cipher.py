"""How are personal numbers kept secret at rest, and still found again by an exact value?"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORMAT = "v1"
SHORTEST_KEY = 16
_NONCE = 12


class CannotDecryptError(Exception):
    """The token is not ours, was changed, belongs to another place, or its key is missing."""


def encrypt(text: str, bound_to: str) -> str:
    """Encrypt `text` with the newest key as `v1.<key id>.<base64>`; an empty text stays empty.

    `bound_to` names the place it is kept in (table, column, row): moved elsewhere, the token does not decrypt.
    """
    if not text:
        return ""
    secret = _field_keys()[0]
    name = _key_id(secret)
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_derive(secret, "field")).encrypt(nonce, text.encode(), _associated(name, bound_to))
    return f"{FORMAT}.{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(token: str, bound_to: str) -> str:
    """Return the text that `encrypt` hid, with whichever configured key it was; CannotDecryptError if impossible."""
    if not token:
        return ""
    parts = token.split(".")
    if len(parts) != 3 or parts[0] != FORMAT:
        raise CannotDecryptError("密文格式不对。")
    name = parts[1]
    secret = next((key for key in _field_keys() if _key_id(key) == name), None)
    if secret is None:
        raise CannotDecryptError(f"缺少编号为 {name} 的密钥，请检查 JUNPING_FIELD_KEYS。")
    try:
        raw = base64.b64decode(parts[2], altchars=b"-_", validate=True)
        return (
            AESGCM(_derive(secret, "field")).decrypt(raw[:_NONCE], raw[_NONCE:], _associated(name, bound_to)).decode()
        )
    except (InvalidTag, ValueError) as error:
        raise CannotDecryptError("密文被改动过，或者不属于此处。") from error


def wrap(text: str, purpose: str) -> str:
    """Return `text` as a token that only this program can make and read; equal texts give equal tokens (RFC 5297).

    For what a client hands back to us. Nothing is kept under it, so it needs no key of its own.
    """
    sealed = AESSIV(derived_key(f"wrap:{purpose}")).encrypt(text.encode(), None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unwrap(token: str, purpose: str) -> str:
    """Return the text that `wrap` hid for the same purpose; CannotDecryptError for anything else."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        return AESSIV(derived_key(f"wrap:{purpose}")).decrypt(raw, None).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecryptError("不是本系统给出的。") from error


def blind_index(column: str, value: str) -> str:
    """Return 64 hex digits that are equal for equal values of one column, and tell nothing without the key.

    The caller normalises `value` first; an empty one gives an empty index, so that empty fields never match.
    """
    if not value:
        return ""
    return hmac.new(derived_key(f"index:{column}"), value.encode(), hashlib.sha256).hexdigest()


def derived_key(purpose: str) -> bytes:
    """Return 32 bytes for one purpose (the digests of the history, an index), made from the OLDEST field key.

    A new key is put in front of the list, so indexes and digests made before stay valid. The last key of the list
    must therefore stay there for as long as they are needed, even when no ciphertext uses it any more.
    """
    return _derive(_field_keys()[-1], f"purpose:{purpose}")


def key_ids() -> list[str]:
    """Return the ids of the configured keys, newest first. An id tells nothing of its key."""
    return [_key_id(key) for key in _field_keys()]


def key_id_of(token: str) -> str:
    """Return the id of the key that a token needs."""
    return token.split(".")[1]


def _field_keys() -> list[str]:
    keys: list[str] = settings.FIELD_KEYS
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        raise ImproperlyConfigured(f"JUNPING_FIELD_KEYS 中每个密钥至少 {SHORTEST_KEY} 个字符，且至少要有一个密钥。")
    return keys


def _associated(key_id: str, bound_to: str) -> bytes:
    return f"{FORMAT}.{key_id}.{bound_to}".encode()


@lru_cache(maxsize=64)
def _key_id(secret: str) -> str:
    return hashlib.sha256(_derive(secret, "field")).hexdigest()[:8]


@lru_cache(maxsize=256)
def _derive(secret: str, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"junping", info=info.encode()).derive(secret.encode())
