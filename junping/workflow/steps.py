"""What can an action do to a clock? Pure; a table reads `clock=(stops(NOTICE, on="notified_on"), starts(HANDLING))`."""

from dataclasses import dataclass

from junping.clocks.rules import ClockRule
from junping.workflow.conditions import Condition


@dataclass(frozen=True, slots=True)
class Step:
    """`on`: the data or record field that holds the day (else the day of the action)."""

    verb: str
    rule: ClockRule
    on: str = ""
    to: str = ""
    only_if: Condition | None = None
    together_at_most: int = 0


def starts(rule: ClockRule, *, on: str = "", to: str = "", only_if: Condition | None = None) -> Step:
    """It begins to run; `to` names the field that fixes its last day. One that still runs is cancelled first."""
    return Step("start", rule, on=on, to=to, only_if=only_if)


def stops(rule: ClockRule, *, on: str = "", only_if: Condition | None = None) -> Step:
    """If it runs, it has been kept or missed."""
    return Step("stop", rule, on=on, only_if=only_if)


def cancels(rule: ClockRule, *, only_if: Condition | None = None) -> Step:
    return Step("cancel", rule, only_if=only_if)


def extends(rule: ClockRule, *, together_at_most: int = 0) -> Step:
    """`days` more, in one run from the start; refused as too late once the due date has passed."""
    return Step("extend", rule, on="days", together_at_most=together_at_most)


def moves(rule: ClockRule, *, to: str) -> Step:
    """The day that a person fixed is put off; refused as too late once it has passed."""
    return Step("move", rule, to=to)


def pauses(rule: ClockRule) -> Step:
    return Step("pause", rule)


def resumes(rule: ClockRule) -> Step:
    return Step("resume", rule)


def leaves_out(rule: ClockRule, *, first: str, last: str) -> Step:
    """The days from one field to the other do not count."""
    return Step("leave_out", rule, on=first, to=last)
