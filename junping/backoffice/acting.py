"""Who acts behind this page?"""

from typing import Any

from django.http import HttpRequest

from junping.org.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as an actor, one and the same for the whole request (so its units are asked for once)."""
    held: Any = request
    if not hasattr(held, "junping_actor"):
        held.junping_actor = Actor.of(held.user, "admin")
    actor: Actor = held.junping_actor
    return actor
