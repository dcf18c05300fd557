"""The filters of a list of hazards (contract.md), for the API and its schema."""

from junping.api import filters
from junping.workflow.vocabulary import Source
from safety.vocabulary import HazardDomain, HazardLevel, Status
from safety.workflow import HAZARD


class HazardFilters(filters.RecordFilters):
    status = filters.AnyOf("状态", Status.choices)
    open = filters.Open("true：未销号的；false：已到终点的", HAZARD.ends)
    domain = filters.AnyOf("领域，none 为未填", HazardDomain.choices, none=True)
    level = filters.OneOf("等级", HazardLevel.choices)
    source = filters.OneOf("来源，none 为未填", Source.choices, none=True)
    unit = filters.UnitSubtree("单位编码，含下级")
    unit_only = filters.UnitOnly("单位编码，不含下级", "unit")
    officer = filters.PersonOrNone("承办人用户名，none 为无")
    lead = filters.PersonOrNone("包案领导用户名，none 为无")
    responsible_unit = filters.UnitOnly("责任单位编码，none 为无", none=True)
    campaign = filters.RowId("专项行动")
    supervised = filters.Is("挂牌督办")
    light = filters.Light("灯")
    found_from = filters.Since("发现日期从", "found_at")
    found_to = filters.Until("发现日期到", "found_at")
    closed_from = filters.Since("销号日期从", "closed_at")
    closed_to = filters.Until("销号日期到", "closed_at")
    due_before = filters.DueBefore("届满日不晚于")
    q = filters.Containing("两个以上的字，在编号、标题、情况、场所中查找")
