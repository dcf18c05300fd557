"""What do the workflow pages under docs/workflows/ say? Written from the tables, for clerks and programmers alike."""

from collections.abc import Iterable, Iterator, Mapping

from junping.clocks.rules import DATE, UNIT_LABELS, ClockRule
from junping.org.roles import Role
from junping.workflow.fields import Field
from junping.workflow.models import WORKERS
from junping.workflow.registry import Domain
from junping.workflow.steps import Step
from junping.workflow.table import NEW, VOIDED, WHO_LABELS, Action, Table
from junping.workflow.wording import Words

VERBS = {
    "start": "起算",
    "stop": "停止",
    "cancel": "取消",
    "extend": "延长",
    "move": "改期",
    "pause": "暂停",
    "resume": "恢复",
    "leave_out": "扣除",
}
ACTION_HEADS = ("动作", "名称", "从 → 到", "由谁", "填什么（* 必填）", "时限", "依据")
CLOCK_HEADS = ("规则", "名称", "长度", "单位", "依据", "性质")


def pages(domains: Iterable[Domain]) -> dict[str, str]:
    """The pages by file name, each the Markdown of one table."""
    return {f"{table.kind}.md": page(domain, table) for domain in domains for table in domain.tables.values()}


def page(domain: Domain, table: Table) -> str:
    labels = dict(table.states)
    ends = "、".join(labels[name] for name in table.ends)
    lines = [
        f"# {table.label}（`{table.kind}`）的办理流程",
        "",
        "本页由 `python manage.py workflows` 按流程表生成，请不要手改；改了流程表要重新生成，测试会核对。",
        "",
        "## 状态",
        "",
        "```mermaid",
        *_diagram(table),
        "```",
        "",
        f"办结状态：{ends}；其余都在办。任何未作废的状态都可以作废，图中不画。",
        "",
        "## 动作",
        "",
        *_rows(ACTION_HEADS, (_action(action, domain, table) for action in table.actions if action.when)),
        "",
        "## 时限",
        "",
        "到了办结状态，还在计的时限取消（未答复的督办算当天答复）；申请期限和回访在“已办结”之后继续。",
        "",
        *_rows(CLOCK_HEADS, (_clock(rule) for rule in _rules(table))),
    ]
    return "\n".join(lines) + "\n"


def _rows(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _diagram(table: Table) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield from (f'    state "{label}" as {name}' for name, label in table.states if name != VOIDED)
    arrows: dict[tuple[str, str], list[str]] = {}
    for action in table.actions:
        for source in ("[*]",) if action.when == NEW else action.when:
            for target in action.targets():
                if target != VOIDED and target != source:
                    arrows.setdefault((source, target), []).append(action.label)
    for name in table.entered_elsewhere:
        arrows.setdefault(("[*]", name), []).append("更正转入")
    yield from (f"    {source} --> {target}: {'、'.join(acts)}" for (source, target), acts in arrows.items())
    yield from (f"    {name} --> [*]" for name in table.ends if name != VOIDED)


def _action(action: Action, domain: Domain, table: Table) -> Iterator[str]:
    words = Words(domain, table, action)
    yield f"`{action.name}`"
    yield action.label
    yield _way(action, table)
    yield _who(action, words)
    one_of = [f"{'、'.join(map(words.label, action.one_of))}至少填一项"] if action.one_of else []
    yield "；".join([*(_field(field, words) for field in action.asks), *one_of])
    yield "；".join(_step(step, words) for step in action.clock)
    yield action.law


def _way(action: Action, table: Table) -> str:
    labels = dict(table.states)
    every = [name for name, _ in table.states]
    known: Mapping[tuple[str, ...], str] = {
        NEW: "（新）",
        tuple(every): "任何状态",
        tuple(name for name in every if name not in table.ends): "任何在办状态",
        tuple(name for name in every if name != VOIDED): "作废以外的任何状态",
    }
    start = known.get(action.when) or "、".join(labels[name] for name in action.when)
    targets = "或".join(labels[name] for name in dict.fromkeys(action.targets()))
    return f"{start} → {targets}" if targets else f"{start}，状态不变"


def _who(action: Action, words: Words) -> str:
    if action.when == NEW:
        return "、".join(Role(role).label for role in WORKERS)
    held_back = dict(action.narrower)
    told = "、".join(
        WHO_LABELS[who] + (f"（限{words.condition(held_back[who])}）" if who in held_back else "") for who in action.who
    )
    if action.needs:
        told += f"；须{words.condition(action.needs)}"
    return told + (f"；{words.label(action.not_by)}除外" if action.not_by else "")


def _field(field: Field, words: Words) -> str:
    told = f"{field.label} `{field.name}`" + ("" if field.required is False else "*")
    if not isinstance(field.required, bool) and field.required != field.only_if:
        told += f"（{words.condition(field.required)}时必填）"
    elif field.only_if is not None:
        told += f"（{words.condition(field.only_if)}时）"
    return told


def _step(step: Step, words: Words) -> str:
    told = f"{VERBS[step.verb]}“{step.rule.label}”"
    days = [words.label(name) for name in (step.on, step.to) if name and step.verb != "extend"]
    if days:
        told += f"（{'，至'.join(days) if step.on else '至' + days[0]}）"
    if step.together_at_most:
        told += f"（合计不超过 {step.together_at_most} 日）"
    return told + (f"：{words.condition(step.only_if)}时" if step.only_if else "")


def _rules(table: Table) -> list[ClockRule]:
    return list(dict.fromkeys(step.rule for action in table.actions if action.when for step in action.clock))


def _clock(rule: ClockRule) -> Iterator[str]:
    yield f"`{rule.name}`"
    yield rule.label
    yield "" if rule.days is None else str(rule.days)
    yield "人定的日期" if rule.unit == DATE else UNIT_LABELS[rule.unit]
    yield rule.law + rule.article
    told = {"申请期限，期满即止": rule.window, "中止时停计": rule.pausable, "本镇可调整": rule.town_standard}
    yield "、".join(text for text, holds in told.items() if holds)
