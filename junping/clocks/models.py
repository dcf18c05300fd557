"""TIME: the calendar's years and days, the town's own standards, and the running clocks (abstract)."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from junping.clocks.rules import CALENDAR, DATE, MONTH, UNIT_LABELS, WORKING
from junping.history.chained import Chained

TOWN_STANDARD = "本镇工作标准"


class CalendarYear(Chained):
    """A year's arrangement of days off, with the number of the notice it comes from. Written by `loading` only.

    `digest` covers the notice and the days: what other processes compare to see whether their copy is still good.
    """

    year = models.PositiveSmallIntegerField("年份", unique=True)
    notice = models.CharField("国务院办公厅通知文号", max_length=120)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = "年度放假安排"
        verbose_name_plural = "年度放假安排"
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year}年放假安排"

    @property
    def chain_subject(self) -> str:
        return f"calendar:{self.year}"

    def chain_extra(self) -> dict[str, Any]:
        """The days, as the history's digest of this row covers them: JSON-plain, in order."""
        rows = self.days.order_by("date").values_list("date", "is_working", "name")
        return {"days": [[day.isoformat(), is_working, name] for day, is_working, name in rows]}


class CalendarDay(models.Model):
    """A day that the notice names: off, or worked although a weekend."""

    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年份")
    date = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "放假或上班日"
        verbose_name_plural = "放假或上班日"
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.is_working else '放假'}"


class TownStandard(Chained):
    """The length of a clock that no law fixes. A change applies to clocks started after it."""

    rule = models.CharField("时限", max_length=30, unique=True, editable=False)
    label = models.CharField("名称", max_length=40, editable=False)
    days = models.PositiveSmallIntegerField(
        "天数",
        validators=[MinValueValidator(1, "天数应为 1 到 365。"), MaxValueValidator(365, "天数应为 1 到 365。")],
    )
    unit = models.CharField(
        "单位", max_length=10, choices=[(CALENDAR, UNIT_LABELS[CALENDAR]), (WORKING, UNIT_LABELS[WORKING])]
    )
    document = models.CharField("依据文件", max_length=120, default=TOWN_STANDARD)

    EDITABLE: ClassVar[tuple[str, ...]] = ("days", "unit", "document")

    class Meta:
        verbose_name = "本镇工作标准"
        verbose_name_plural = "本镇工作标准"
        ordering = ("rule",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=365),
                name="town_standard_days_in_range",
                violation_error_message="天数应为 1 到 365。",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def chain_subject(self) -> str:
        return f"standard:{self.rule}"


class ClockState(models.TextChoices):
    """As stored. `lapsed` (a window past its due date) is derived on reading, without an event."""

    RUNNING = "running", "在计"
    PAUSED = "paused", "中止"
    MET = "met", "按时"
    MISSED = "missed", "超期"
    CANCELLED = "cancelled", "取消"
    UNRECORDED = "unrecorded", "未载"


class Clock(models.Model):
    """One period of a record, counted when it starts or moves, never on reading.

    The concrete class adds `record`, a foreign key with `related_name="clocks"`. All dates are Asia/Shanghai dates.
    The last four dates are empty while an open pause holds the clock, for nobody knows them then. `warn_on` is empty
    for a window, which never turns yellow. `cause` is the act that started it, `set_by` the person who fixed its day.

    `extensions`: [{"days": 30 | "due": "2026-12-01" with "from", "by": name, "on": date, "entered_on": date}, …].
    `pauses`: [{"first": date, "last": date or null, "kind": "suspension" | "hearing", "by": name}, …].
    """

    rule = models.CharField("时限", max_length=30)
    label = models.CharField("名称", max_length=40)
    law = models.CharField("依据", max_length=120)
    article = models.CharField("条款", max_length=120, blank=True)
    cause = models.CharField("起算事由", max_length=40, blank=True)
    set_by = models.CharField("定日期的人", max_length=60, blank=True)
    started_on = models.DateField("起算日")
    days = models.PositiveIntegerField("天数", null=True)
    unit = models.CharField(
        "单位", max_length=10, choices=[(unit, UNIT_LABELS[unit]) for unit in (CALENDAR, WORKING, MONTH, DATE)]
    )
    extended_days = models.PositiveIntegerField("延长天数", default=0)
    extensions = models.JSONField("延期", default=list)
    pauses = models.JSONField("中止", default=list)
    paused_days = models.PositiveIntegerField("中止天数", default=0)
    raw_last_day = models.DateField("末日", null=True)
    due_on = models.DateField("届满日", null=True)
    prudent_on = models.DateField("稳妥日", null=True)
    warn_on = models.DateField("转黄日", null=True)
    provisional = models.BooleanField("暂定", default=False)
    state = models.CharField("状态", max_length=12, choices=ClockState.choices, default=ClockState.RUNNING.value)
    stopped_on = models.DateField("停止日", null=True)
    window = models.BooleanField("申请期限", default=False)
    pausable = models.BooleanField("可中止", default=False)
    explanation = models.JSONField("为什么是这天", default=list)

    # The record's state lists its clocks, so a clock need not name it.
    NOT_IN_STATE: ClassVar[frozenset[str]] = frozenset({"record_id"})

    class Meta:
        abstract = True
        verbose_name = "时限"
        verbose_name_plural = "时限"
        ordering = ("id",)
        indexes = [
            # The board: what runs, by due date. Lapsed windows stay `running` for ever and must not lie in its way.
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(state="running", window=False),
                name="%(class)s_board",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.due_on or ''}".strip()
