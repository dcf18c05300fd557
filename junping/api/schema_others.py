"""The operations of the addresses that belong to no kind of record."""

from collections.abc import Mapping, Sequence

from junping.api import schema_parts as part
from junping.api import schema_shapes as shared
from junping.api.query import Parameter
from junping.api.schema_operation import Answer, Operation
from junping.api.schema_parts import JsonSchema, or_null, record
from junping.api.schema_records import Operations, page_of

BOARD_ROW = part.named(
    "BoardRow",
    record(
        {
            "record_type": part.one_of([("case", "事项"), ("hazard", "安全隐患")]),
            "number": part.text(),
            "title": part.text(),
            "status": part.text(),
            "status_label": part.text(),
            "unit": shared.UNIT_REF,
            "officer": or_null(shared.PERSON),
            "lead": or_null(shared.PERSON),
            "rule": part.text("规则名"),
            "label": part.text("规则的中文名称"),
            "due_on": part.day("届满日"),
            "prudent_on": or_null(part.day("稳妥日")),
            "provisional": part.flag(),
            "light": shared.LIGHT,
        },
        label="一个在走的时限",
    ),
)
_TEXTS: JsonSchema = {"type": "object", "additionalProperties": part.text()}
CELL = part.named(
    "StatisticsCell",
    record(
        {
            "key": {
                "type": "object",
                "additionalProperties": or_null(part.text()),
                "description": "分组的值，未填为 null",
            },
            "labels": _TEXTS,
            "count": part.whole("", 0),
            "rows": part.address("恰好返回这些行的列表地址"),
        }
    ),
)
STATISTICS = part.named("Statistics", record({"cells": part.listed(CELL)}))
_NAMED_DAY = part.named("NamedDay", record({"date": part.day(), "name": part.text()}))
CALENDAR_YEAR = part.named(
    "CalendarYear",
    record(
        {
            "year": part.whole(),
            "provisional": part.flag("当年放假通知尚未录入"),
            "notice": or_null(part.text("国务院办公厅的通知")),
            "days_off": part.listed(_NAMED_DAY, "放假的日子"),
            "working_days": part.listed(_NAMED_DAY, "调休上班的日子"),
        }
    ),
)
DUE = part.named(
    "Due",
    record(
        {
            "start_on": part.day(),
            "raw_last_day": part.day("未顺延的末日"),
            "due_on": part.day("届满日"),
            "prudent_on": part.day("稳妥日"),
            "rolled": part.flag("是否顺延"),
            "provisional": part.flag(),
            "explanation": part.listed(part.text()),
        }
    ),
)


def _get(id_: str, summary: str, content: JsonSchema, query: Sequence[Parameter] = (), **more: bool) -> Operations:
    answer = Answer(content=content, label=summary)
    return {
        "get": Operation(
            id=id_, tag="general", summary=summary, query=query, found=more.get("found", False), answers={200: answer}
        )
    }


def me() -> Operations:
    return _get("me", "我是谁", shared.ME)


def units() -> Operations:
    return _get("units", "我范围内的单位", part.listed(shared.UNIT))


def options() -> Operations:
    return _get("options", "各项取值与各类记录的动作", shared.OPTIONS)


def board(query: Sequence[Parameter]) -> Operations:
    return _get("board", "在走的时限，按届满日排列", page_of("Board", BOARD_ROW), query)


def statistics(query: Sequence[Parameter]) -> Operations:
    return _get("statistics", "分组计数，每一格附有列表地址", STATISTICS, query)


def calendar_year() -> Operations:
    return _get("calendar_year", "一年的放假与调休", CALENDAR_YEAR, found=True)


def calendar_due(query: Sequence[Parameter]) -> Operations:
    return _get("calendar_due", "期限计算", DUE, query)


def file_content() -> Operations:
    content = part.text("文件内容", format="binary")
    disposition = "Content-Disposition"
    answer = Answer(content=content, label="下载", media_type="application/octet-stream", headers=(disposition,))
    return {"get": Operation(id="attachments_content", tag="general", summary="下载一个文件", answers={200: answer})}


def document() -> Operations:
    answer = Answer(content={"type": "object"}, label="OpenAPI 3", media_type="application/vnd.oai.openapi+json")
    return {"get": Operation(id="schema", tag="general", summary="本接口的说明", found=False, answers={200: answer})}


def docs() -> Operations:
    answer = Answer(content=part.text(), label="网页", media_type="text/html")
    return {"get": Operation(id="docs", tag="general", summary="试用本接口的网页", found=False, answers={200: answer})}


PATH_PARAMETERS: Mapping[str, JsonSchema] = {
    "number": part.text("编号"),
    "action": part.text("动作名"),
    "party": part.whole("当事人的 id", 1),
    "id": part.whole("id", 1),
    "file_id": part.text("材料的 id"),
    "year": part.whole("年份", 1900, 2200),
}
