"""What do all views of the API have in common? Who calls, in which order it is asked, and that nothing is cached."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from junping.api.query import Parameter, read, refuse_unfit
from junping.api.schema_operation import Operation
from junping.org.actor import Actor
from junping.org.models import User


class Door(APIView):
    """A view: 401 and 429 first, then 405, then the form of path and query (400); the rest is the method's.

    `parameters` are what a GET may say in its query; the other methods take none. `self.given` holds the values.
    """

    http_method_names = ["get", "head", "post", "patch"]
    parameters: ClassVar[Sequence[Parameter]] = ()
    given: dict[str, Any]

    @cached_property
    def actor(self) -> Actor:
        """The signed-in user, acting through this door."""
        user = self.request.user
        assert isinstance(user, User)
        return Actor.of(user, via="api")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = str(request.method).lower()
        if method not in self.http_method_names or not hasattr(self, method):
            self.http_method_not_allowed(request)
        refuse_unfit(kwargs)
        self.given = read(request.query_params, self.parameters if method in {"get", "head"} else ())

    def operations(self) -> Mapping[str, Operation]:
        """What the OpenAPI document says of each method."""
        return {}

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Cache-Control": "no-store"}


class Nowhere(Door):
    """Every path below /api/ that is none: 401 without credentials like all others, else 404."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super(Door, self).initial(request, *args, **kwargs)
        raise NotFound
