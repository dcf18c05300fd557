"""Where do the secrets come from? The environment, else files (mode 0600) in the data folder, made once."""

import base64
import os
import secrets
from pathlib import Path


def read_or_make(folder: Path, name: str, size: int = 32) -> str:
    """Return the secret kept in `folder/name` (url-safe base64 of `size` random bytes), made on first use.

    Two processes that start at once agree: whoever links the file first wins, the other reads it.
    """
    path = folder / name
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = folder / f".{name}.{secrets.token_hex(8)}"
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(size)).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return path.read_text("ascii").strip()
