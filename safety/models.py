"""Hazards 安全隐患 and findings 排查问题, the campaigns 专项行动 and visits 走访 that found them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from junping.attachments.models import Attachment
from junping.clocks.models import Clock
from junping.history.chained import Chained
from junping.org.models import Unit, User
from junping.workflow.models import Record
from safety.vocabulary import HazardDomain, HazardLevel, Status


class Campaign(Chained):
    """A drive: 大检查大整治, 敲门行动, 改厕摸排. The centre of `unit` made it; its whole subtree takes part."""

    name = models.CharField("名称", max_length=100)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    domains = models.JSONField("领域", default=list, blank=True)
    target = models.PositiveIntegerField("目标户（处）数", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="组织单位")
    key = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="建立人")

    class Meta:
        verbose_name = "专项行动"
        verbose_name_plural = "专项行动"
        ordering = ("-starts_on", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def chain_subject(self) -> str:
        return f"campaign:{self.key}"


class Visit(Chained):
    """One household, enterprise or site checked; or a day's visits of a unit as one row with their `count`."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="visits", verbose_name="专项行动")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    visited_on = models.DateField("走访日期")
    count = models.PositiveIntegerField("户（处）数", default=1)
    household = models.CharField("户主或名称", max_length=100, blank=True, default="")
    address = models.CharField("地址", max_length=200, blank=True, default="")
    people = models.PositiveIntegerField("人数", null=True)
    visitor = models.CharField("走访人", max_length=100, blank=True, default="")
    result = models.TextField("情况", blank=True, default="")
    key = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField("登记时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")

    class Meta:
        verbose_name = "走访"
        verbose_name_plural = "走访"
        ordering = ("-visited_on", "-id")
        indexes = [models.Index(fields=["campaign", "unit", "visited_on", "count"], name="visit_campaign_unit")]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.unit} {self.count}"

    @property
    def chain_subject(self) -> str:
        return f"visit:{self.key}"


class Hazard(Record):
    """A safety hazard, or a finding in a domain that is not safety."""

    HANDLING_UNIT = "responsible_unit"
    BEGAN = "found_at"
    LINK = "hazard"

    domain = models.CharField("领域", max_length=16, choices=HazardDomain.choices)
    level = models.CharField("等级", max_length=8, choices=HazardLevel.choices, default=HazardLevel.GENERAL)
    site = models.CharField("场所", max_length=200, blank=True, default="")
    site_contact = models.CharField("场所联系人", max_length=200, blank=True, default="")
    found_at = models.DateTimeField("发现时间")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, related_name="hazards", db_index=False, verbose_name="专项行动"
    )
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="hazards", verbose_name="走访")
    legacy_since = models.DateField("历史遗留起始日期", null=True)
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="责任单位"
    )
    responsible_person = models.CharField("责任人", max_length=100, blank=True, default="")
    measures = models.TextField("整改措施", blank=True, default="")
    funds = models.CharField("资金", max_length=200, blank=True, default="")
    standard = models.CharField("判定标准", max_length=200, blank=True, default="")
    authority = models.CharField("下达机关", max_length=100, blank=True, default="")
    rectified_at = models.DateTimeField("整改完成时间", null=True)
    rectified_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="报告整改的人"
    )
    recused = models.ManyToManyField(User, related_name="+", verbose_name="回避")

    class Meta:
        verbose_name = "安全隐患"
        verbose_name_plural = "安全隐患"
        indexes = [
            models.Index(F("found_at").desc(), F("id").desc(), name="hazard_found"),
            models.Index(F("unit"), F("found_at").desc(), F("id").desc(), name="hazard_unit_found"),
            models.Index(fields=["unit", "due_on", "id"], name="hazard_unit_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["due_on", "id"], name="hazard_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["closed_at", "id"], name="hazard_closed", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["unit", "domain", "status", "level"], name="hazard_statistics"),
            models.Index(fields=["officer", "due_on", "id"], name="hazard_officer", condition=Q(officer__isnull=False)),
            models.Index(fields=["lead", "due_on", "id"], name="hazard_lead", condition=Q(lead__isnull=False)),
            models.Index(
                fields=["responsible_unit", "due_on", "id"],
                name="hazard_responsible_unit",
                condition=Q(responsible_unit__isnull=False),
            ),
            models.Index(fields=["campaign", "unit", "status"], name="hazard_campaign"),
            models.Index(fields=["created_by", "id"], name="hazard_created_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="hazard_status"),
            models.CheckConstraint(condition=Q(domain__in=HazardDomain.values), name="hazard_domain"),
            models.CheckConstraint(condition=Q(level__in=HazardLevel.values), name="hazard_level"),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="hazard_point",
            ),
        ]

    @property
    def record_type(self) -> str:
        return "hazard"

    @property
    def chain_subject(self) -> str:
        return f"hazard:{self.number}"


class HazardClock(Clock):
    record = models.ForeignKey(Hazard, models.PROTECT, related_name="clocks", verbose_name="安全隐患")

    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"record_id"})


class HazardAttachment(Attachment):
    record = models.ForeignKey(Hazard, models.PROTECT, related_name="attachments", verbose_name="安全隐患")

    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"record_id"})
