"""The bodies that acts take, as JSON schemas made from the workflow tables' `asks`."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from junping.api import schema_parts as part
from junping.api.schema_parts import COMPONENTS, JsonSchema, named
from junping.workflow import fields as ask
from junping.workflow.registry import Domain
from junping.workflow.table import Action

OCCURRED_AT = part.or_null(part.moment("实际办理的时间，默认现在；不能晚于现在，不能早于收到和上一次改变状态的时间"))
SOMETIMES = "视情形必填，以记录的 actions 中的 required 为准"
BOUNDS: dict[str, Callable[[Any, Any], Any]] = {"minimum": min, "maximum": max, "maxLength": max}


def body(asks: Iterable[ask.Field], *, partial: bool = False, timed: bool = False) -> JsonSchema:
    """The JSON object that these fields make; `partial`: none is required; `timed`: with `occurred_at`."""
    asks = list(asks)
    fields = {field.name: property_of(field) for field in asks}
    if timed:
        fields["occurred_at"] = OCCURRED_AT
    required = {field.name for field in asks if _always(field) and not partial}
    return part.record(fields, optional=fields.keys() - required) | {"additionalProperties": False}


def registering(domain: Domain) -> JsonSchema:
    """The body of POST {cases,hazards}/: of every kind together."""
    return _of_all(domain, "register")


def correcting(domain: Domain) -> JsonSchema:
    """The body of PATCH. Of a list of rows (parties), one named by its `id` may leave out the rest."""
    schema = _of_all(domain, "correct", partial=True)
    for name in [name for name, value in schema["properties"].items() if value.get("type") == "array"]:
        listed = schema["properties"][name]
        new = listed["items"]["$ref"].rpartition("/")[2]
        row = {"id": part.whole("记录中已有的一位，未给出的字段保持不变"), **COMPONENTS[new]["properties"]}
        changed = part.record(row, optional=row) | {"additionalProperties": False}
        schema["properties"][name] = listed | {"items": named(f"{new.removeprefix('New')}Correction", changed)}
    return schema | {"minProperties": 1}


def actions(domain: Domain) -> dict[str, tuple[Action, JsonSchema]]:
    """Each action of the domain's tables, in their order, with the body it takes."""
    found: dict[str, Action] = {}
    for table in domain.tables.values():
        for action in table.actions:
            if not action.route_of_its_own:
                found.setdefault(action.name, action)
    return {name: (action, _of_all(domain, name, timed=True)) for name, action in found.items()}


def law_and_rules(domain: Domain, name: str) -> str:
    """What the description of an action says: which kinds have it, and which fields go together."""
    having = [(table, action) for table in domain.tables.values() if (action := table.action(name))]
    lines = ["适用：" + "、".join(dict.fromkeys(table.label for table, _ in having)) + "。"]
    lines += dict.fromkeys("依据：" + action.law + "。" for _, action in having if action.law)
    together = dict.fromkeys("、".join(action.one_of) for _, action in having if action.one_of)
    lines += [f"{names} 至少填一项。" for names in together]
    return "\n".join(lines)


def _of_all(domain: Domain, name: str, *, partial: bool = False, timed: bool = False) -> JsonSchema:
    """The body of an act that several tables have: what any of them asks; required is what all of them require."""
    having = {table.label: action for table in domain.tables.values() if (action := table.action(name))}
    found = reduce(_both, [body(action.asks, partial=partial, timed=timed) for action in having.values()])
    for field, schema in found["properties"].items():
        if told := _only_for(field, having, "" if partial or field in found.get("required", ()) else "必填"):
            found["properties"][field] = part.described(schema, f"{schema['description']}（{told}）")
    return found


def _only_for(name: str, having: Mapping[str, Action], required: str) -> str:
    """For which kinds is a field asked, where it is not asked, or not required, for all of them?"""
    asked = {label: field for label, action in having.items() for field in action.asks if field.name == name}
    always = [label for label, field in asked.items() if _always(field)]
    if required and always:
        return "、".join(always) + required
    return "仅" + "、".join(asked) if asked and len(asked) < len(having) else ""


def _both(one: JsonSchema, other: JsonSchema) -> JsonSchema:
    fields = dict(one["properties"])
    for name, schema in other["properties"].items():
        fields[name] = _same(fields[name], schema) if name in fields else schema
    required = set(one.get("required", ())) & set(other.get("required", ()))
    return part.record(fields, optional=fields.keys() - required) | {"additionalProperties": False}


def _same(one: JsonSchema, other: JsonSchema) -> JsonSchema:
    """One schema for both: the wider bounds and choices, the descriptions of both."""
    found = dict(one)
    for bound, wider in BOUNDS.items():
        if bound in one and bound in other:
            found[bound] = wider(one[bound], other[bound])
    if "enum" in one and "enum" in other:
        found["enum"] = list(dict.fromkeys([*one["enum"], *other["enum"]]))
    if other.get("nullable"):
        found["nullable"] = True
    told = dict.fromkeys(filter(None, [one.get("description"), other.get("description")]))
    return found | {"description": "；".join(told)} if told else found


def property_of(field: ask.Field) -> JsonSchema:
    """One field. What may be left out may also be null."""
    schema = _READERS[type(field)](field)
    label = f"{field.label}（{SOMETIMES}）" if not isinstance(field.required, bool) else field.label
    hint = f"。{field.hint}" if field.hint else ""
    schema = part.described(schema, label + hint if "enum" not in schema else f"{label}：{schema['description']}{hint}")
    taken_back = isinstance(field, ask.OtherRecord)
    return part.or_null(schema) if taken_back or not _always(field) else schema


def _always(field: ask.Field) -> bool:
    return field.required is True and field.only_if is None


def _choice(field: ask.Choice | ask.Choices) -> JsonSchema:
    """A reference, where the same choices have a name already, or get one: generators trip over an enum with null."""
    values = [value for value, _ in field.options]
    name = next((name for name, schema in COMPONENTS.items() if schema.get("enum") == values), None)
    if name:
        return named(name, COMPONENTS[name])
    schema = part.one_of(field.options)
    return schema if _always(field) else named(part.camel(field.name), schema)


def _text(field: Any) -> JsonSchema:
    return part.text(at_most=field.at_most, at_least=1 if _always(field) else None)


def _date(field: Any) -> JsonSchema:
    return part.day()


_USERNAME, _CODE = part.text("用户名", at_most=100), part.text("单位编码", at_most=100)
_READERS: dict[type[ask.Field], Callable[[Any], JsonSchema]] = {
    ask.Text: _text,
    ask.LongText: _text,
    ask.Funding: lambda field: {"anyOf": [part.text(at_most=field.at_most), part.number("元", 0)]},
    ask.DoneOn: _date,
    ask.SetFor: _date,
    ask.PastDate: _date,
    ask.AnyDate: _date,
    ask.Moment: lambda field: part.moment(),
    ask.Number: lambda field: part.whole("", field.at_least, field.at_most),
    ask.Decimal: lambda field: part.number("", field.at_least, field.at_most),
    ask.Choice: _choice,
    ask.Choices: lambda field: part.listed(_choice(field), at_most=50),
    ask.Flag: lambda field: part.flag() | ({"enum": [True], "description": "须为 true"} if field.must_be_true else {}),
    ask.Person: lambda field: _USERNAME,
    ask.Everybody: lambda field: part.listed(_USERNAME, at_most=100),
    ask.UnitRef: lambda field: _CODE,
    ask.UnitRefs: lambda field: part.listed(_CODE, at_most=20),
    ask.Names: lambda field: part.listed(part.text("姓名", at_most=60), at_most=20),
    ask.OtherRecord: lambda field: part.text(at_most=100),
    ask.RowOf: lambda field: part.whole("", 1),
    ask.Rows: lambda field: part.listed(
        named(f"New{part.camel(field.one)}", body(field.fields)), at_most=field.at_most
    ),
}
