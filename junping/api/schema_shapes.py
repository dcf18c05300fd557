"""What answers look like, as far as all domains share it (contract.md)."""

from collections.abc import Mapping

from junping.api import schema_parts as part
from junping.api.schema_parts import JsonSchema, named, or_null, record
from junping.attachments.check import KINDS, MAX_BYTES
from junping.attachments.purpose import Purpose
from junping.clocks.reading import LIGHT_LABELS, STATE_LABELS
from junping.org.roles import Level, Role
from junping.workflow.vocabulary import Source

PERSON = named("Person", record({"username": part.text("用户名"), "name": part.text("姓名")}))
UNIT_REF = named("UnitRef", record({"code": part.text("单位编码"), "name": part.text("名称")}))
SOURCE = named("Source", part.one_of(Source.choices))
LIGHT = named("Light", part.one_of(list(LIGHT_LABELS.items())))
PURPOSE = named("AttachmentPurpose", part.one_of(Purpose.choices))
VERSION = part.whole("最后一条记录的序号，也是 ETag", 1)

FIELD_PROBLEM = named(
    "FieldProblem",
    record(
        {
            "field": part.text("出错的字段路径，如 parties.0.id_number；整个请求有误时为空"),
            "code": part.text("供程序判断"),
            "message": part.text("中文说明，可直接给办事人员看"),
        }
    ),
)
PROBLEM = named(
    "Problem",
    record(
        {
            "type": part.text("about:blank"),
            "title": part.text("这一类拒绝的名称"),
            "status": part.whole("HTTP 状态码"),
            "detail": part.text("为什么没有办成"),
            "errors": part.listed(FIELD_PROBLEM, "各字段的问题"),
            "code": part.text(
                "wrong_state、no_clock、nothing_to_answer、too_late、window_passed、in_progress、key_reused 等"
            ),
            "allowed_actions": part.listed(part.text(), "现在可以办的动作（409）"),
            "date": part.day("届满的日期（too_late、window_passed）"),
            "id": part.text("系统出错时的编号，请告诉管理员"),
        },
        optional=("code", "allowed_actions", "date", "id"),
        label="RFC 9457 问题文档",
    ),
)

FIELD_OFFER = named(
    "FieldOffer",
    record(
        {
            "name": part.text("字段名"),
            "label": part.text("中文名称"),
            "type": part.text(
                "text、long_text、date、datetime、integer、number、choice、choices、boolean、user、users 等"
            ),
            "required": part.flag("是否必填"),
            "choices": part.listed(record({"value": part.text(), "label": part.text()}), "可选的值"),
            "fields": part.listed({"type": "object"}, "列表中每一项的字段"),
        },
        optional=("choices", "fields"),
    ),
)
ACTION_OFFER = named(
    "ActionOffer",
    record(
        {"name": part.text(), "label": part.text(), "fields": part.listed(FIELD_OFFER)}, label="现在可以办的一个动作"
    ),
)
ASKED_EXTENSION = named(
    "AskedExtension",
    record(
        {
            "days": part.whole("申请延长的天数"),
            "due_on": part.day("申请延长至"),
            "reason": part.text("理由"),
            "by": PERSON,
            "at": part.moment(),
        },
        optional=("days", "due_on"),
        label="等待领导答复的延期申请",
    ),
)
ACT_RECEIPT = named(
    "ActReceipt",
    record({"number": part.text("编号"), "version": VERSION}, label="这一步使记录离开了办理人的视野，只给回执"),
)

EVENT = named(
    "Event",
    record(
        {
            "seq": part.whole("从 1 起，不间断", 1),
            "at": part.moment("录入时间"),
            "occurred_at": part.moment("实际发生的时间"),
            "actor": record({"username": part.text(), "name": part.text(), "unit": part.text("当时的单位名称")}),
            "via": part.one_of([(v, "") for v in ("api", "admin", "phone", "import", "system")]),
            "action": part.text("动作名"),
            "label": part.text("动作的中文名称"),
            "from": or_null(part.text("原状态；状态不变时为 null")),
            "to": or_null(part.text("新状态；状态不变时为 null")),
            "note": part.text(),
            "data": {
                "type": "object",
                "additionalProperties": {},
                "description": "改动的字段：[旧值, 新值]；其余：所填的值",
            },
            "prev_hash": part.text(),
            "hash": part.text(),
        }
    ),
)
CLOCK = named(
    "Clock",
    record(
        {
            "rule": part.text("规则名"),
            "label": part.text("规则的中文名称"),
            "basis": record({"law": part.text("依据"), "article": part.text("条款")}),
            "started_on": part.day(),
            "days": or_null(part.whole("规则本身的天数（月数），不含延长；由人定日期的为 null")),
            "unit": part.one_of(
                [("calendar", "自然日"), ("working", "工作日"), ("month", "月"), ("date", "由人定日期")]
            ),
            "extended_days": part.whole("延长的天数"),
            "paused_days": part.whole("扣除的天数"),
            "raw_last_day": or_null(part.day("未顺延的末日")),
            "due_on": or_null(part.day("届满日")),
            "prudent_on": or_null(part.day("稳妥日：届满前最后一个工作日，按各种理解都不算迟")),
            "warn_on": or_null(part.day("转黄日")),
            "provisional": part.flag("当年放假通知尚未录入，日期可能变动"),
            "state": part.one_of(list(STATE_LABELS.items())),
            "stopped_on": or_null(part.day("停止的日期")),
            "light": LIGHT,
            "explanation": part.listed(part.text(), "逐行的中文说明"),
        }
    ),
)
ATTACHMENT = named(
    "Attachment",
    record(
        {
            "id": part.text(),
            "name": part.text("文件名"),
            "size": part.whole("字节数", 1, MAX_BYTES),
            "content_type": part.text("类型，由内容判定"),
            "sha256": part.text(),
            "purpose": PURPOSE,
            "caption": part.text("说明"),
            "created_at": part.moment(),
            "created_by": PERSON,
            "url": part.address("下载地址，需带令牌"),
        }
    ),
)
UPLOAD = named(
    "Upload",
    record(
        {
            "file": part.text(
                f"文件，至多 20 MiB，按内容只收：{'、'.join(sorted(KINDS))}；后缀须与内容一致", format="binary"
            ),
            "purpose": part.described(PURPOSE, "用途，默认 other"),
            "caption": part.text("说明", at_most=200),
        },
        optional=("purpose", "caption"),
    ),
)

ME = named(
    "Me",
    record(
        {
            "username": part.text(),
            "name": part.text(),
            "roles": part.listed(part.one_of(Role.choices)),
            "unit": record({"code": part.text(), "name": part.text(), "level": part.one_of(Level.choices)}),
            "token": or_null(record({"name": part.text(), "expires_at": part.moment()})),
        }
    ),
)
UNIT = named(
    "Unit",
    record(
        {
            "code": part.text(),
            "name": part.text(),
            "level": part.one_of(Level.choices),
            "parent": or_null(part.text("上级单位的编码；范围内最上一级为 null")),
        }
    ),
)
_ACTION_OPTION: Mapping[str, JsonSchema] = {
    "name": part.text(),
    "label": part.text(),
    "from": part.listed(part.text(), "可以从哪些状态办"),
    "to": or_null(part.text("到哪个状态；状态不变时为 null")),
    "fields": part.listed(FIELD_OFFER),
}
OPTIONS = named(
    "Options",
    record(
        {
            "enumerations": {
                "type": "object",
                "additionalProperties": part.listed(record({"value": part.text(), "label": part.text()})),
                "description": "各项取值及其中文名称",
            },
            "actions": {
                "type": "object",
                "additionalProperties": part.listed(record(_ACTION_OPTION)),
                "description": "各类记录的动作",
            },
        }
    ),
)
