"""Which ways do records go? A few ordinary ones through each table, with the clocks they start and stop."""

from dataclasses import dataclass

from cases.workflow import clocks as of_cases
from junping.clocks.rules import ClockRule
from safety.workflow import clocks as of_hazards


@dataclass(frozen=True, slots=True)
class Step:
    """One event: the action, the state it leads to (empty: the same), after how many days, which clocks it moves."""

    action: str
    to: str
    after: tuple[int, int]
    by: str = "center"
    stops: tuple[ClockRule, ...] = ()
    starts: tuple[ClockRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """`share` is how many of a hundred go this way."""

    kind: str
    share: int
    steps: tuple[Step, ...]
    outcome: str | None = None


def _registered(*rules: ClockRule) -> Step:
    return Step("register", "registered", (0, 0), "village", starts=rules)


_ASSIGNED = Step("assign", "handling", (0, 2))
_CLOSED = Step("close", "closed", (1, 9))
_MEDIATED = (
    _registered(of_cases.INTAKE),
    Step("accept", "accepted", (0, 4), stops=(of_cases.INTAKE,), starts=(of_cases.MEDIATION,)),
    _ASSIGNED,
)
CASES = (
    Path(
        "dispute",
        40,
        (*_MEDIATED, Step("mediation_failed", "closed", (5, 33), "handler", stops=(of_cases.MEDIATION,))),
        "unresolved",
    ),
    Path(
        "dispute",
        20,
        (
            *_MEDIATED,
            Step(
                "settle",
                "settled",
                (3, 30),
                "handler",
                stops=(of_cases.MEDIATION,),
                starts=(of_cases.CONFIRMATION_WINDOW, of_cases.REVISIT),
            ),
            _CLOSED,
            Step("follow_up", "", (2, 18), stops=(of_cases.REVISIT,)),
        ),
        "resolved",
    ),
    Path(
        "request",
        25,
        (
            _registered(of_cases.INTAKE),
            Step("accept", "accepted", (0, 4), stops=(of_cases.INTAKE,), starts=(of_cases.ANSWER,)),
            _ASSIGNED,
            Step("reply", "replied", (2, 16), "handler", stops=(of_cases.ANSWER,)),
            _CLOSED,
        ),
        "explained",
    ),
    Path(
        "petition",
        15,
        (
            _registered(of_cases.NOTICE),
            Step("accept", "accepted", (1, 14), stops=(of_cases.NOTICE,), starts=(of_cases.HANDLING,)),
            _ASSIGNED,
            Step("reply", "replied", (15, 58), "handler", stops=(of_cases.HANDLING,), starts=(of_cases.REVIEW_WINDOW,)),
            _CLOSED,
        ),
        "partly_resolved",
    ),
)
HAZARDS = (
    Path(
        "hazard",
        100,
        (
            _registered(of_hazards.DISPATCH),
            Step("order", "rectifying", (0, 3), stops=(of_hazards.DISPATCH,), starts=(of_hazards.RECTIFICATION,)),
            Step(
                "rectify",
                "rectified",
                (2, 17),
                "village",
                stops=(of_hazards.RECTIFICATION,),
                starts=(of_hazards.RECHECK_HAZARD,),
            ),
            Step("pass", "closed", (1, 9), stops=(of_hazards.RECHECK_HAZARD,)),
        ),
    ),
)
