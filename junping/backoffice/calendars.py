"""The pages about the years' days off, and about the town's own standards."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from junping.backoffice import faces, task
from junping.backoffice.facts import Fact, Panel, row
from junping.backoffice.org_pages import OrgPage
from junping.backoffice.pages import View, column
from junping.backoffice.wording import Plain, PlainForm
from junping.clocks.calendar import work_calendar
from junping.clocks.models import CalendarYear, TownStandard
from junping.clocks.now import today
from junping.clocks.parsing import CannotLoad, as_text, read_file, read_text
from junping.clocks.work_calendar import Year
from junping.workflow import calendars

HOW = "一行一天：日期,放假或上班,名称。只写通知里点到的日子；“上班”只写调休的周六、周日。"


class YearForm(PlainForm):
    """A year as lines of text or as a CSV file; `arranged` is what was read."""

    year = forms.IntegerField(label="年份", widget=forms.NumberInput(attrs={"class": "jp-w-s"}))
    notice = forms.CharField(label="通知文号", max_length=120, help_text="例如：国办发明电〔2025〕7号。")
    lines = forms.CharField(
        label="放假和调休上班的日子", required=False, help_text=HOW, widget=forms.Textarea(attrs={"rows": 16})
    )
    file = forms.FileField(label="或者上传 CSV 文件", required=False, help_text="有文件时，上面的表不算。")
    arranged: Year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "year" not in data or "notice" not in data:
            return data
        file = data.get("file")
        try:
            if file:
                self.arranged = read_file(file.read(), data["year"], data["notice"])
            else:
                self.arranged = read_text(data.get("lines", ""), data["year"], data["notice"])
        except CannotLoad as fault:
            for error in fault.errors[:20]:
                self.add_error("file" if file else "lines", error)
        return data


class YearPage(OrgPage):
    nav_label, nav_order = "历法", 13
    list_display = ("year", "notice", "off", "made_up")
    main_column = link_column = "year"
    ordering = ("-year",)
    sortable_by = ()
    counted_in = "年"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarYear]:
        off, worked = Count("days", filter=Q(days__is_working=False)), Count("days", filter=Q(days__is_working=True))
        return super().get_queryset(request).annotate(days_off=off, days_worked=worked)

    @column("放假")
    def off(self, year: Any) -> str:
        return f"{year.days_off} 天"

    @column("调休上班")
    def made_up(self, year: Any) -> str:
        return f"{year.days_worked} 天"

    def list_buttons(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [("录入一年", self.url("add"))] if self.may_change(request) else []

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return [
            path("add/", wrap(self.load), name=self.url_name("add")),
            path("<int:pk>/change/", wrap(self.shown), name=self.url_name("change")),
            path("<int:pk>/correct/", wrap(self.correct), name=self.url_name("correct")),
        ]

    def shown(self, request: HttpRequest, pk: int) -> HttpResponse:
        year = self.found(request, pk)
        heads = ("日子", "放假或上班", "名称")
        rows = [
            row(heads, faces.long_day(day.date), "上班" if day.is_working else "放假", day.name)
            for day in year.days.all()
        ]
        facts = [
            Fact("通知文号", year.notice, wide=True),
            Fact("放假", self.off(year)),
            Fact("上班", self.made_up(year)),
        ]
        panel = Panel("通知点到的日子", heads, rows, "没有。", count=len(rows))
        return self.show(request, year, facts, [panel], [("更正", self.url("correct", pk))])

    def load(self, request: HttpRequest) -> HttpResponse:
        """Load a year; next year's statutory days are filled in to start from."""
        number = today().year + 1
        named = work_calendar().named_days(number)
        initial = {"year": number, "lines": as_text(Year(number, "", named))}
        return self._load(request, initial, "录入一年的放假安排", self.url("changelist"))

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Correct days of a year that is loaded."""
        year = self.found(request, pk)
        named = work_calendar().named_days(year.year)
        initial = {"year": year.year, "notice": year.notice, "lines": as_text(Year(year.year, year.notice, named))}
        return self._load(request, initial, f"更正{year}", self.url_of(year))

    def _load(self, request: HttpRequest, initial: dict[str, Any], title: str, back: str) -> HttpResponse:
        actor, _ = self.changer(request)
        posted = request.method == "POST"
        form = YearForm(request.POST if posted else None, request.FILES if posted else None, initial=initial)

        def act(_: dict[str, Any]) -> str:
            arranged = form.arranged
            moved = calendars.load_year(actor, arranged.year, arranged.notice, arranged.days)
            return f"{arranged.year} 年的放假安排已录入，{moved} 件的时限因此重算，每件都写进了经过。"

        note = "录入后，算到这一年的在办时限立即重算；变了的，逐件写进经过。"
        context = self.context(request, title=title, button="录入", note=note, back_label="历法")
        return task.run(request, form, act, context, back=back)


class StandardForm(Plain, forms.ModelForm):
    class Meta:
        model = TownStandard
        fields = TownStandard.EDITABLE


class StandardPage(OrgPage):
    nav_label, nav_order = "工作标准", 14
    list_display = ("label", "length", "document")
    main_column = link_column = "label"
    sortable_by = ()

    @column("时长")
    def length(self, standard: TownStandard) -> str:
        return f"{standard.days} {standard.get_unit_display()}"

    def page_urls(self, wrap: Callable[[View], View]) -> list[URLPattern]:
        return [
            path("<int:pk>/change/", wrap(self.shown), name=self.url_name("change")),
            path("<int:pk>/edit/", wrap(self.edit), name=self.url_name("edit")),
        ]

    def shown(self, request: HttpRequest, pk: int) -> HttpResponse:
        standard = self.found(request, pk)
        facts = [Fact("时长", self.length(standard)), Fact("依据文件", standard.document, wide=True)]
        return self.show(request, standard, facts, buttons=[("修改", self.url("edit", pk))])

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor, _ = self.changer(request)
        standard = self.found(request, pk)
        form = StandardForm(request.POST or None, instance=standard)

        def act(data: dict[str, Any]) -> str:
            calendars.set_standard(actor, standard, **data)
            return "已修改，以后起算的时限照新的标准。"

        note = "只影响以后起算的时限，已经起算的不变。法律规定的时限不在这里，不能改。"
        context = self.context(
            request, title="修改工作标准", heading=standard.label, back_label=standard.label, note=note
        )
        return task.run(request, form, act, context, back=self.url_of(standard), seen=standard.version)
