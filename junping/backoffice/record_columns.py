"""The columns of a list of records: light, due date, what, where, who is waited for."""

from typing import Any, ClassVar

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from junping.backoffice import faces, record_filters
from junping.backoffice.acting import actor_of
from junping.backoffice.pages import Page, column
from junping.backoffice.record_words import DomainWords, vocabulary
from junping.backoffice.templatetags import junping as tags
from junping.clocks.calendar import work_calendar
from junping.clocks.models import Clock
from junping.clocks.now import local_date, today
from junping.clocks.reading import light
from junping.workflow.registry import Domain, domain


def nearest(record: Any, clocks: list[Any]) -> Clock | None:
    """The running clock that the record's due date is of."""
    return next((c for c in clocks if c.due_on == record.due_on and c.state == "running" and not c.window), None)


def light_of(record: Any, clock: Clock | None) -> faces.Light:
    """The record's light, with words that name the prudent day where it is not the due date."""
    colour, day = light(record.warn_on, record.due_on, today()), today()
    return faces.light(colour, record.due_on, clock.prudent_on if clock else None, day, work_calendar())


class RecordColumns(Page):
    """`topic`: the column that says what a record is about."""

    record_type: ClassVar[str]
    topic: ClassVar[str]
    counted_in = "件"
    footnote = (
        "稳妥：不论怎么理解法条都不算迟的最后一个工作日，系统按它转黄提醒；过了届满日才算超期。"
        "暂定：那一年的放假安排还没有录入，录入后重新计算。"
    )
    dense = True
    main_column = "headline"
    list_display = ("lamp", "due", "number", "headline", "about", "clock", "unit", "waits_for", "state")
    sortable_by = ()

    @cached_property
    def domain(self) -> Domain:
        return domain(self.record_type)

    @cached_property
    def vocabulary(self) -> DomainWords:
        return vocabulary(self.domain)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The records in sight, with what the columns need: one more query for their clocks, however many rows."""
        rows = self.model.objects.visible_to(actor_of(request))
        clocks: Any = self.domain.clock_model
        running = clocks.objects.filter(state="running", window=False)
        waits = ExpressionWrapper(record_filters.more_q(self.domain), BooleanField())
        related = rows.select_related("unit", "logged_unit", "officer", self.model.HANDLING_UNIT)
        return related.annotate(waits_for_more=waits).prefetch_related(
            Prefetch("clocks", queryset=running, to_attr="running")
        )

    @column("剩余", css="jp-bare")
    def lamp(self, record: Any) -> SafeString:
        return tags.light(light_of(record, nearest(record, record.running)))

    @column("届满日", css="jp-bare jp-nowrap")
    def due(self, record: Any) -> SafeString | str:
        clock = nearest(record, record.running)
        return tags.due(record.due_on, clock.prudent_on if clock else None, clock is not None and clock.provisional)

    @column("时限", css="jp-lo")
    def clock(self, record: Any) -> str:
        found = nearest(record, record.running)
        return found.label if found else ""

    @column("收到", css="jp-bare jp-nowrap")
    def received(self, record: Any) -> SafeString | str:
        return tags.day(local_date(getattr(record, record.BEGAN)))

    @column("事项")
    def headline(self, record: Any) -> SafeString:
        marks = format_html_join(
            "", ' <span class="jp-tag jp-tag--brand">{}</span>', ((m,) for m in self.marks(record))
        )
        return format_html('<a class="jp-title" href="{}">{}</a>{}', self.url_of(record), record.title, marks)

    def marks(self, record: Any) -> list[str]:
        """The few tags beside a title."""
        flags = (("督办", record.supervised and not record.closed_at), ("保密", record.confidential))
        return [label for label, holds in flags if holds]

    def kind_of(self, record: Any) -> str:
        return self.domain.table(record).label

    @column("种类", css="jp-lo")
    def about(self, record: Any) -> str:
        """Kind and category; what a category takes in, in brackets, is left to the record's page."""
        topic = self.vocabulary.options[self.topic].get(getattr(record, self.topic), "")
        return f"{self.kind_of(record)} · {topic.partition('（')[0]}"

    @column("在等谁")
    def waits_for(self, record: Any) -> str:
        if record.status in self.domain.table(record).ends:
            return ""
        if record.waits_for_more:
            return f"{record.logged_unit.name}（补充）"
        handling = getattr(record, record.HANDLING_UNIT)
        return record.officer.name if record.officer else handling.name if handling else "综治中心"

    @column("状态", css="jp-bare")
    def state(self, record: Any) -> str:
        return self.vocabulary.statuses[record.status]

    def line(self, record: Any) -> dict[str, Any]:
        """A record as a line of the front page, or among what was found."""
        shown = {"due": self.due, "headline": self.headline, "about": self.about, "clock": self.clock}
        shown |= {"light": self.lamp, "waits_for": self.waits_for, "state": self.state}
        line = {"record": record, **{name: of(record) for name, of in shown.items()}}
        return line if record.due_on else line | {"due": format_html("{} 收到", self.received(record))}

    def url_of(self, obj: Any) -> str:
        return self.url("change", obj.number)
