"""What goes around every request: a line in the log, policies for the browser, the methods there are."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from junping.errors import method_not_allowed
from junping.logs import plain_path
from junping.org.address import client_address

PAGE_METHODS = ("GET", "HEAD", "POST")

_access = logging.getLogger("junping.access")


def access_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log method, path without what is personal (never the query), status, time and the client's address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        spent = (time.perf_counter() - start) * 1000
        peer = client_address(request) or "-"
        _access.info("%s %s %d %.0fms %s", request.method, plain_path(request.path), response.status_code, spent, peer)
        return response

    return middleware


def policies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing from elsewhere, nothing kept: both unless the view says otherwise itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def known_methods(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """405 for what no page takes: Django's pages would take any for a GET. The API's views answer for themselves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in PAGE_METHODS or request.path.startswith("/api/"):
            return get_response(request)
        return method_not_allowed(request, PAGE_METHODS)

    return middleware
