"""Who asks? Tokens by the program's own command; for the admin a browser's session."""

import http.cookiejar
import re
import urllib.parse
import urllib.request

from bench import places
from bench.endpoints import Target
from bench.plain_app.sql import TOKEN

# Of the demo's accounts, as README.md says; the settings of this process are not the program's.
PASSWORD = "junping-demo"


def ours(size: int, port: int = 0) -> Target:
    """Without a port nobody serves, and there is no session."""
    url = places.url_of(size)
    tokens = [_token(url, username) for username in ("center", "village-03", "officer")]
    return Target(
        "ours",
        size,
        url,
        port,
        *tokens[:1],
        village=tokens[1],
        officer=tokens[2],
        cookie=_session(port) if port else "",
    )


def limit(size: int, port: int) -> Target:
    url = places.url_of(size)
    return Target("limit", size, url, port, _token(url, "center"), "limit_case")


def plain(size: int, port: int) -> Target:
    return Target("plain", size, places.url_of(size), port, f"Token {TOKEN}", "plain.plain_case")


def kept(size: int, port: int) -> Target:
    return Target("kept", size, places.url_of(size), port, f"Token {TOKEN}", "plain.plain_case")


def _token(url: str, username: str) -> str:
    return "Bearer " + places.run(url, "manage.py", "token", username, "--name", "bench", "--days", "1").strip()


def _session(port: int) -> str:
    """The cookie of the centre, signed in at the admin."""
    address = f"http://127.0.0.1:{port}/admin/login/"
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(address).read().decode()
    hidden = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert hidden is not None
    form = {"username": "center", "password": PASSWORD, "csrfmiddlewaretoken": hidden[1], "next": "/admin/"}
    browser.open(urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address}))
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
