"""What goes around every request: a line in the log, a policy for the browser."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from junping.org.address import client_address

_access = logging.getLogger("junping.access")


def access_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log method, path (never the query: it holds names), status, time and the client's address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        spent = (time.perf_counter() - start) * 1000
        peer = client_address(request) or "-"
        _access.info("%s %s %d %.0fms %s", request.method, request.path, response.status_code, spent, peer)
        return response

    return middleware


def content_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send the Content-Security-Policy, unless the view sent one of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_POLICY)
        return response

    return middleware
