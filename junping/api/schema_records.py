"""The operations of the addresses that every domain's records have."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from junping.api import schema_asks as asks
from junping.api import schema_parts as part
from junping.api import schema_shapes as shared
from junping.api.schema_operation import ETAG, LOCATION, REPLAYED, Answer, Operation
from junping.api.schema_parts import JsonSchema, either, named, record

if TYPE_CHECKING:
    from junping.api.records import Shelf

MOST_ITEMS = 500
Operations = Mapping[str, Operation]


def page_of(name: str, row: JsonSchema) -> JsonSchema:
    """A page of a list, under the name of its rows."""
    fields = {
        "count": part.whole("总数，count=true 时给出", 0),
        "next": part.or_null(part.address("下一页")),
        "previous": part.or_null(part.address("上一页")),
        "results": part.listed(row),
    }
    return named(f"{name}Page", record(fields, optional=("count",)))


class Shapes:
    """The names under which a shelf's schemas stand in the document."""

    def __init__(self, shelf: "Shelf") -> None:
        self.shelf, domain = shelf, shelf.domain
        self.label, self.plural = domain.label, domain.plural
        name = domain.record_type.capitalize()
        began = domain.model.BEGAN
        self.row = named(f"{name}Row", record(shelf.shape, label=f"{domain.label}，列表中的一行"))
        offers = {"actions": part.listed(shared.ACTION_OFFER, "您现在可以办的动作")}
        self.whole = named(name, record({**shelf.shape, **offers}, label=domain.label))
        self.receipt = named(
            f"{name}Receipt",
            record({"number": part.text("编号"), began: part.moment()}, label="登记后您无权再看，只给回执"),
        )
        self.input = named(f"New{name}", asks.registering(domain))
        self.correction = named(f"{name}Correction", asks.correcting(domain))
        self.page = page_of(name, self.row)
        self.name = name


def of_list(shelf: "Shelf") -> Operations:
    shapes = Shapes(shelf)
    return {
        "get": Operation(
            id=f"{shapes.plural}_list",
            tag=shapes.plural,
            summary=f"{shapes.label}列表",
            query=shelf.parameters,
            found=False,
            answers={200: Answer(content=shapes.page, label="一页")},
        ),
        "post": Operation(
            id=f"{shapes.plural}_create",
            tag=shapes.plural,
            summary=f"登记{shapes.label}",
            description="检举控告和保密件，登记人无权再看的，只给回执。",
            body=shapes.input,
            found=False,
            answers={
                201: Answer(
                    content=either(shapes.whole, shapes.receipt),
                    label="已登记",
                    headers=(ETAG, LOCATION, REPLAYED),
                )
            },
        ),
    }


def of_one(shelf: "Shelf") -> Operations:
    shapes = Shapes(shelf)
    return {
        "get": Operation(
            id=f"{shapes.plural}_retrieve",
            tag=shapes.plural,
            summary=f"一件{shapes.label}",
            version=True,
            answers={
                200: Answer(content=shapes.whole, label="全部内容", headers=(ETAG,)),
                304: Answer(content=None, label="没有变化", headers=(ETAG,)),
            },
        ),
        "patch": Operation(
            id=f"{shapes.plural}_correct",
            tag=shapes.plural,
            summary=f"更正{shapes.label}",
            description="已登记而未受理的，登记单位可以更正；此后只有镇综治中心可以。只填要改的字段；每次更正都留有记录。",
            body=shapes.correction,
            once=False,
            version=True,
            answers={200: _done(shapes)},
        ),
    }


def _done(shapes: Shapes) -> Answer:
    return Answer(content=either(shapes.whole, shared.ACT_RECEIPT), label="已办成", headers=(ETAG, REPLAYED))


def of_action(shelf: "Shelf") -> Operations:
    """The address with `{action}` for programs that follow a record's `actions`, and one for each action by name."""
    shapes, domain = Shapes(shelf), shelf.domain
    each = {
        name: Operation(
            id=f"{shapes.plural}_{name}",
            tag=shapes.plural,
            summary=action.label,
            description=asks.law_and_rules(domain, name),
            body=named(f"{shapes.name}{part.camel(name)}", schema),
            version=True,
            answers={200: _done(shapes)},
        )
        for name, (action, schema) in asks.actions(domain).items()
    }
    any_action = Operation(
        id=f"{shapes.plural}_act",
        tag=shapes.plural,
        summary="办理：记录的 actions 中列出的动作",
        description="正文是该动作的字段，另可有 occurred_at。各动作的字段见下面逐个列出的地址。",
        body={"type": "object", "additionalProperties": {}},
        version=True,
        answers={200: _done(shapes)},
        each=each,
    )
    return {"post": any_action}


def of_story(shelf: "Shelf", what: str) -> Operations:
    plural = shelf.domain.plural
    summary, row = {
        "events": ("办理记录，最早的在前", shared.EVENT),
        "deadlines": ("各项时限，含依据和说明", shared.CLOCK),
    }[what]
    answer = Answer(content=part.listed(row), label=summary)
    return {"get": Operation(id=f"{plural}_{what}", tag=plural, summary=summary, answers={200: answer})}


def of_files(shelf: "Shelf") -> Operations:
    plural = shelf.domain.plural
    return {
        "get": Operation(
            id=f"{plural}_attachments_list",
            tag=plural,
            summary="材料列表",
            answers={200: Answer(content=part.listed(shared.ATTACHMENT), label="全部材料")},
        ),
        "post": Operation(
            id=f"{plural}_attach",
            tag=plural,
            summary="添加材料",
            body=shared.UPLOAD,
            media_type="multipart/form-data",
            answers={
                201: Answer(content=shared.ATTACHMENT, label="已保存", headers=(ETAG, LOCATION, REPLAYED)),
            },
        ),
    }


def of_bulk(shelf: "Shelf") -> Operations:
    shapes = Shapes(shelf)
    return {
        "post": Operation(
            id=f"{shapes.plural}_bulk",
            tag=shapes.plural,
            summary=f"批量登记{shapes.label}",
            description="离线时记下的，一次交上。每一项有自己的幂等键，各自成败；整批重试时，已登记的回答 exists。",
            body=_bulk_body(shapes),
            found=False,
            answers={200: Answer(content=_bulk_answer(), label="逐项结果，次序相同", headers=(REPLAYED,))},
        )
    }


def _bulk_body(shapes: Shapes) -> JsonSchema:
    one: JsonSchema = part.COMPONENTS[f"New{shapes.name}"]
    key = {"idempotency_key": part.text("这一项的幂等键", at_least=8, at_most=200)}
    item: JsonSchema = {
        **one,
        "properties": {**key, **one["properties"]},
        "required": ["idempotency_key", *one.get("required", ())],
    }
    items = part.listed(named(f"New{shapes.name}Item", item), at_most=MOST_ITEMS) | {"minItems": 1}
    return named(f"{shapes.name}Bulk", record({"items": items}) | {"additionalProperties": False})


def _bulk_answer() -> JsonSchema:
    result: dict[str, Any] = {
        "idempotency_key": part.or_null(part.text()),
        "status": part.one_of([("created", "已登记"), ("exists", "此前已登记"), ("invalid", "有误，没有登记")]),
        "number": part.or_null(part.text("编号")),
        "errors": part.listed(shared.FIELD_PROBLEM),
    }
    return named("BulkAnswer", record({"results": part.listed(named("BulkResult", record(result)))}))


_REASON = named(
    "Reveal",
    record({"reason": part.text("查看理由", at_least=1, at_most=5000)}) | {"additionalProperties": False},
)


def of_reveal(party: JsonSchema) -> Operations:
    return {
        "post": Operation(
            id="cases_parties_reveal",
            tag="cases",
            summary="查看当事人的完整号码",
            description="理由写入办理记录。",
            body=_REASON,
            answers={200: Answer(content=party, label="号码未遮盖", headers=(ETAG, REPLAYED))},
        )
    }
