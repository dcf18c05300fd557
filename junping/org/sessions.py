"""Where are sessions kept? In Django's own table; only a key that Django can have made is looked for there."""

import re

from django.contrib.sessions.backends import db

_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """A cookie is anybody's words: with a NUL in it the question alone would be an error on PostgreSQL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and _KEY.fullmatch(key))
