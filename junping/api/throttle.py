"""How many requests may one token make in a minute? Counted in this process: a guard against runaway clients."""

import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from junping.org.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView

MINUTE = 60


class _Counter:
    """Requests of the running minute by caller; forgotten as a whole when the next begins, so it stays small."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def add(self, caller: str, minute: int) -> int:
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[caller] = self._counts.get(caller, 0) + 1
            return self._counts[caller]


_counter = _Counter()


class PerToken(BaseThrottle):
    """`JUNPING_RATE` requests a minute for each token, and for each browser session; 0 switches it off."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if not settings.RATE or not request.user.is_authenticated:
            return True
        return _counter.add(_caller(request), int(time.monotonic() // MINUTE)) <= settings.RATE

    def wait(self) -> float:
        return MINUTE - time.monotonic() % MINUTE


def _caller(request: Request) -> str:
    if isinstance(request.auth, ApiToken):
        return request.auth.digest
    return f"session {request.session.session_key}"
