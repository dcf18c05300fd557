"""Why was it not done, as the clerk in front of the page reads it?"""

from collections.abc import Sequence

from junping.backoffice.record_words import DomainWords, vocabulary
from junping.clocks.now import SHANGHAI, today
from junping.history.models import Event
from junping.workflow.models import Record
from junping.workflow.refusals import Refusal, Stale, WrongState
from junping.workflow.registry import Domain


def in_words(refusal: Refusal, domain: Domain, record: Record, seen: int | None) -> str:
    """The refusal's own words; where somebody was quicker, who did what, and what can be done now."""
    if isinstance(refusal, Stale):
        return _stale(domain, record, seen)
    if isinstance(refusal, WrongState):
        return wrong_state(domain, record, refusal.allowed)
    return refusal.detail


def _stale(domain: Domain, record: Record, seen: int | None) -> str:
    since = list(Event.objects.filter(subject=record.chain_subject, seq__gt=seen or 0).order_by("seq")[:5])
    words = vocabulary(domain)
    told = "，".join(_what(event, words) for event in since)
    return f"您打开后有人改过：{told}。您填的还在，核对后再提交。"


def _what(event: Event, words: DomainWords) -> str:
    if event.action == "correct":
        fields = "、".join(f"“{words.labels.get(name, name)}”" for name in event.data)
        return f"{event.actor_name}改了{fields}"
    return f"{event.actor_name}办了“{event.label}”"


def wrong_state(domain: Domain, record: Record, allowed: Sequence[str]) -> str:
    """`这件事 08:10 已由周敏办了“答复”，现在可以：办结、复查申请。`"""
    labels = {action.name: action.label for action in domain.table(record).actions}
    now_possible = "、".join(labels.get(name, name) for name in allowed) or "没有您可办的步骤"
    moved = Event.objects.filter(subject=record.chain_subject, to_state__isnull=False).order_by("-seq").first()
    if moved is None:
        return f"现在的状态不能办这一步，现在可以：{now_possible}。"
    at = moved.at.astimezone(SHANGHAI)
    when = f"{at:%H:%M}" if at.date() == today() else f"{at:%Y-%m-%d %H:%M}"
    return f"这件事 {when} 已由{moved.actor_name}办了“{moved.label}”，现在可以：{now_possible}。"
