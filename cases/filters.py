"""The filters of a list of cases (contract.md), for the API and its schema."""

from cases.models import ENDS
from cases.vocabulary import Category, Kind, Outcome, Status
from junping.api import filters
from junping.workflow.vocabulary import Source


class CaseFilters(filters.RecordFilters):
    kind = filters.OneOf("种类", Kind.choices)
    status = filters.AnyOf("状态", Status.choices)
    open = filters.Open("true：未办结的；false：已到终点的", ENDS)
    category = filters.OneOf("类别，none 为未填", Category.choices, none=True)
    source = filters.OneOf("来源，none 为未填", Source.choices, none=True)
    unit = filters.UnitSubtree("单位编码，含下级")
    unit_only = filters.UnitOnly("单位编码，不含下级", "unit")
    officer = filters.PersonOrNone("承办人用户名，none 为无")
    lead = filters.PersonOrNone("包案领导用户名，none 为无")
    handling_unit = filters.UnitOnly("承办单位编码，none 为无", none=True)
    outcome = filters.OneOf("结果，none 为无", Outcome.choices, none=True)
    is_backlog = filters.Is("信访积案")
    is_repeat = filters.Is("重复")
    light = filters.Light("灯")
    received_from = filters.Since("收到日期从", "received_at")
    received_to = filters.Until("收到日期到", "received_at")
    closed_from = filters.Since("办结日期从", "closed_at")
    closed_to = filters.Until("办结日期到", "closed_at")
    due_before = filters.DueBefore("届满日不晚于")
    q = filters.Containing("两个以上的字，在编号、标题、内容、地点、姓名中查找")
