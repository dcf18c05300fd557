"""Which address does a request come from?"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The peer's address. Behind our own HTTPS proxy, the address that this proxy appended.

    `X-Forwarded-For` is believed only where `JUNPING_HTTPS` says that a proxy stands in front and the peer is in
    this machine's own or a private network; of the header only its last entry, for the others are the client's
    own words.
    """
    peer = _read(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS and peer is not None and ip_address(peer).is_private:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        return _read(forwarded) or peer
    return peer


def _read(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
