"""How do the people of the demo act? As everybody else: through the engine, at the clock's moment."""

from typing import Any

from cases.domain import CASES
from junping.org.actor import Actor
from junping.org.models import User
from junping.workflow import engine
from junping.workflow.registry import Domain
from safety.domain import HAZARDS


class Hand:
    """One account at one door. Dates may be given as such: the engine gets them as a door hands them in."""

    def __init__(self, user: User, via: str) -> None:
        self.user = user
        self.username = user.username
        self.name = user.name
        self.actor = Actor.of(user, via)

    def log_case(self, **data: Any) -> str:
        """Register a case; its number."""
        return self._log(CASES, data)

    def log_hazard(self, **data: Any) -> str:
        """Register a hazard or finding; its number."""
        return self._log(HAZARDS, data)

    def case(self, number: str, action: str, **data: Any) -> None:
        engine.perform(CASES, number, action, self.actor, _as_given(data))

    def hazard(self, number: str, action: str, **data: Any) -> None:
        engine.perform(HAZARDS, number, action, self.actor, _as_given(data))

    def _log(self, domain: Domain, data: dict[str, Any]) -> str:
        return engine.register(domain, self.actor, _as_given(data)).record.number


def _as_given(data: dict[str, Any]) -> dict[str, Any]:
    """Dates and moments in ISO 8601, as JSON would bring them."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in data.items()}
