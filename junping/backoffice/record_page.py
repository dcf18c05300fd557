"""What stands on a record's page? Everything is read here, a fixed number of queries, nothing is changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from junping.backoffice import faces, record_filters, story
from junping.backoffice.record_columns import light_of, nearest
from junping.backoffice.record_words import DomainWords
from junping.clocks.calendar import work_calendar
from junping.clocks.now import today
from junping.clocks.reading import as_row
from junping.history.models import Event
from junping.org.actor import Actor
from junping.workflow import policy
from junping.workflow.act import Children
from junping.workflow.looking import concealed
from junping.workflow.registry import Domain

SHOWN_EVENTS = 30
# What an event says in other words beside: the clock that moved, the list of those who stay away, the action's name.
REPEATED = {"party", "extension_asked", "sha256", "users", "supervised", "is_repeat"}
OPEN_FIRST = ("running", "paused")


def may_now(domain: Domain, record: Any, actor: Actor, children: Children, name: str) -> bool:
    """May this actor take an action that has a page of its own (correct, attach, reveal), now?"""
    action = domain.action(record, name)
    if action is None:
        return False
    related = policy.relations(record, actor, children.co_unit_ids)
    return policy.may(action, record, actor, related) and not policy.now(action, record, related, children.clocks)


def context(page: Any, record: Any, children: Children, actor: Actor, *, whole_story: bool) -> dict[str, Any]:
    """All that the template prints of the record itself."""
    domain: Domain = page.domain
    words: DomainWords = page.vocabulary
    row, day = domain.row(record, children), today()
    events, more = _events(domain, record.chain_subject, actor, whole_story)
    told = story.tell(events, words.words(events), hidden=_repeats)
    clocks = _clocks(children, day)
    return {
        "record": record,
        "row": row,
        "title": record.title,
        "kind": page.kind_of(record),
        "topic": words.options[page.topic].get(getattr(record, page.topic), ""),
        "status": words.statuses[record.status],
        "marks": page.marks(record),
        "light": light_of(record, nearest(record, children.clocks)),
        "clocks": clocks,
        "running": sum(not clock.done for clock in clocks),
        "facts": page.facts(row, record),
        "parties": _parties(row, words),
        "files": list(record.attachments.select_related("created_by").order_by("id")),
        "story": told,
        "story_more": more,
        "head_hash": record.head_hash,
        "asked": _asked(record.extension_asked, words),
        "wanted": _wanted(record, events, words),
        "panels": page.panels(record, children, actor),
        "list_url": page.url("changelist"),
        "list_label": page.nav_label,
        "reveal_url": f"admin:{page.url_name('reveal')}",
        "attach_url": f"admin:{page.url_name('attach')}",
        "file_url": f"admin:{page.url_name('file')}",
        "may_reveal": may_now(domain, record, actor, children, "reveal"),
        "may_attach": may_now(domain, record, actor, children, "attach"),
    }


def buttons(page: Any, record: Any, children: Children, actor: Actor) -> list[tuple[str, str, str]]:
    """(name, label, address) of exactly what this user may do now."""
    domain: Domain = page.domain
    found = [
        (action.name, action.label, page.url("do", record.number, action.name))
        for action in policy.allowed(domain, record, actor, children)
    ]
    if may_now(domain, record, actor, children, "correct"):
        found.append(("correct", "更正", page.url("correct", record.number)))
    return found


def _repeats(name: str, value: Any) -> bool:
    """Is it told a second time, in the record's own columns or in digits that say nothing to a reader?"""
    return name in REPEATED or (name == "due_on" and isinstance(value, list))


def _events(domain: Domain, subject: str, actor: Actor, whole: bool) -> tuple[Sequence[Event], bool]:
    newest = Event.objects.filter(subject=subject).order_by("-seq")
    found = list(newest if whole else newest[: SHOWN_EVENTS + 1])
    shown = found if whole else found[:SHOWN_EVENTS]
    for event, data in zip(shown, concealed(domain, [event.data for event in shown], actor), strict=True):
        event.data = data
    return shown, len(found) > len(shown)


def _clocks(children: Children, day: date) -> list[faces.ClockFace]:
    """What runs first, the most urgent on top; what is over last."""
    shown = [faces.clock(as_row(clock, day), day, work_calendar()) for clock in children.clocks]
    return sorted(shown, key=lambda c: (c.row["state"] not in OPEN_FIRST, c.row["light"] == "grey", c.due or date.max))


def _parties(row: Mapping[str, Any], words: DomainWords) -> list[dict[str, Any]]:
    return [
        {**party, "role_label": words.say("role", party["role"]), "id_label": words.say("id_type", party["id_type"])}
        for party in row.get("parties", ())
    ]


def _wanted(record: Any, events: Sequence[Event], words: DomainWords) -> dict[str, str] | None:
    """What whoever logged it was asked to add, while nothing has come (record_filters.more_q)."""
    asks_or_answers = (event for event in events if event.action in ("ask_reporter", *record_filters.ANSWERS))
    latest = next(asks_or_answers, None)
    if record.status != "registered" or latest is None or latest.action != "ask_reporter":
        return None
    return {"note": latest.note, "by": latest.actor_name, "at": words.say("at", latest.occurred_at)}


def _asked(asked: Mapping[str, Any] | None, words: DomainWords) -> dict[str, str] | None:
    """An extension that waits for a leader, in words."""
    if not asked:
        return None
    wanted = f"延长 {asked['days']} 天" if "days" in asked else f"延长到 {asked['due_on']}"
    return {"wanted": wanted, "reason": asked["reason"], "by": asked["by"]["name"], "at": words.say("at", asked["at"])}
