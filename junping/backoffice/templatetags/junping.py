"""What the pages need beyond Django's own tags."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms, template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.contrib.messages.storage.base import Message
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from junping.backoffice import faces
from junping.backoffice.ask_forms import AskForm, problems_of
from junping.clocks.now import SHANGHAI, now, today

register = template.Library()

MESSAGE_CLASSES = {"success": "jp-note--ok", "warning": "jp-note--warn", "error": "jp-note--bad"}
SHAPES = {
    "red": ("红灯", "M5 1.2h6L14.8 5v6L11 14.8H5L1.2 11V5z"),
    "yellow": ("黄灯", "M8 1.6 15 14.4H1z"),
    "green": ("绿灯", "M8 1.6a6.4 6.4 0 1 0 0 12.8a6.4 6.4 0 1 0 0-12.8z"),
    "grey": ("无灯", "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4z"),
}
WIDE = 200  # a title, a place: a line of this length wants the whole width
TICKS = (forms.CheckboxSelectMultiple, forms.RadioSelect)


@register.simple_tag
def message_class(message: Message) -> str:
    """The colour of a message's strip; the text says the same without it."""
    return MESSAGE_CLASSES.get(message.level_tag, "")


@register.simple_tag
def moment() -> str:
    """The time on the town's clock, for the head of a printed page."""
    return f"{now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@register.simple_tag
def narrowed(cl: ChangeList) -> list[str]:
    """What a list was narrowed down to beside its chips, in words, for the head of a printed page."""
    chosen = [f"“{cl.query}”"] if cl.query else []
    spec: Any
    for spec in cl.filter_specs:
        if not getattr(spec, "is_chips", False):
            day_given = spec.value() if getattr(spec, "is_day", False) else None
            labels = [day_given] if day_given else [label.strip() for _, label, picked in spec.options if picked]
            chosen += [f"{spec.title} {label}" for label in labels]
    return chosen


@register.simple_tag
def shape(colour: str) -> SafeString:
    """The light's drawing alone: octagon, triangle, disc, ring."""
    name, path = SHAPES[colour]
    return format_html(
        '<svg viewBox="0 0 16 16" role="img" aria-label="{}" class="is-{}"><path d="{}"/></svg>', name, colour, path
    )


@register.simple_tag
def light(face: faces.Light) -> SafeString:
    """The light whole: shape, text, colour."""
    return format_html('<span class="jp-light jp-light--{}">{}{}</span>', face.colour, shape(face.colour), face.text)


@register.filter
def day(value: date | str | None) -> SafeString | str:
    """`11-23 周一` as a `<time>`."""
    found = faces.as_date(value)
    if found is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), faces.short_day(found, today()))


def due(value: date | None, prudent: date | None, provisional: bool) -> SafeString | str:
    """A due date as a cell shows it: marked where it is provisional, the prudent day below where that is another."""
    if value is None:
        return "—"
    look = format_html('<span class="jp-prov">{}</span><span class="jp-prov-tag">暂定</span>', day(value))
    below = format_html("<small>稳妥 {}</small>", day(prudent)) if prudent and prudent != value else ""
    return format_html('<span class="jp-date">{}{}</span>', look if provisional else day(value), below)


@register.filter
def mask_empty(value: Any) -> Any:
    """A dash where there is nothing."""
    return "—" if value in (None, "", [], ()) else value


@register.simple_tag
def widget(field: BoundField, focus: bool = False) -> SafeString:
    """The control with the kit's class; Django adds the aria attributes of hint and error."""
    kind = field.field.widget
    if isinstance(kind, (forms.CheckboxInput, *TICKS)):
        return field.as_widget()
    look = "form-select" if isinstance(kind, forms.Select) else "form-control"
    attrs: dict[str, Any] = {"class": f"{look} {kind.attrs.get('class', '')}".strip()}
    if must(field):
        attrs["aria-required"] = "true"
    if focus and not field.form.is_bound:
        attrs["autofocus"] = True
    return field.as_widget(attrs=attrs)


@register.filter
def must(field: BoundField) -> bool:
    """Is it asked in any case?"""
    return bool(getattr(field.field, "must", False) or field.field.required)


@register.filter
def may_stay_empty(field: BoundField) -> bool:
    """Is it never asked? What hangs on another field says so in its hint."""
    return not must(field) and not getattr(field.field, "conditional", False)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Is it one box to tick, whose label stands behind it?"""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_ticks(field: BoundField) -> bool:
    """Is it a group of boxes, whose name is a legend?"""
    return isinstance(field.field.widget, TICKS)


@register.filter
def is_wide(field: BoundField) -> bool:
    """Does it need the whole width of a form with two columns?"""
    control = field.field.widget
    return isinstance(control, (forms.Textarea, *TICKS)) or getattr(field.field, "max_length", None) == WIDE


@register.simple_tag
def problems(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Everything that is wrong with a form: where, what, how to put it right."""
    return form.problems if isinstance(form, AskForm) else problems_of(form)


@register.filter
def before(label: str, text: str) -> str:
    """What stands before a message: the label, or of `当事人 2 电话` the row alone where the message names the rest."""
    rest, _, name = label.rpartition(" ")
    shown = rest if name in text else label
    return f"{shown.strip()}：" if shown.strip() else ""


@register.simple_tag
def list_headers(cl: ChangeList) -> list[dict[str, Any]]:
    """The column headers of a list, as Django works them out."""
    return list(result_headers(cl))


@register.simple_tag
def list_rows(cl: ChangeList) -> list[list[dict[str, Any]]]:
    """The rows of a list: per cell its label, text, class and, in the title column, where it leads."""
    headers = [str(header["text"]) for header in result_headers(cl)]
    return [list(_cells(cl, result, headers)) for result in cl.result_list]


def _cells(cl: ChangeList, result: models.Model, headers: list[str]) -> Iterator[dict[str, Any]]:
    page: Any = cl.model_admin
    for name, header in zip(cl.list_display, headers, strict=True):
        field, attr, value = lookup_field(name, result, page)
        url = page.url_of(result) if name == page.link_column else ""
        yield {
            "text": _text(field, value, result, page.get_empty_value_display()),
            "th": header,
            "main": name == page.main_column,
            "css": getattr(attr, "css", ""),
            "url": url,
        }


def _text(field: Any, value: Any, result: models.Model, empty: str) -> Any:
    if isinstance(field, models.ForeignKey):
        return getattr(result, field.name) or empty
    if field is not None and not field.auto_created:
        return display_for_field(value, field, empty)
    return value if isinstance(value, SafeString) else display_for_value(value, empty)


@register.simple_tag
def pages(cl: ChangeList) -> dict[str, Any]:
    """Where in the list are we, and what lies before and behind?"""
    last = cl.paginator.num_pages
    return {
        "count": cl.result_count,
        "more": cl.result_count >= getattr(cl.paginator, "MOST", cl.result_count + 1),
        "page": cl.page_num,
        "last": last,
        "previous": cl.get_query_string({"p": cl.page_num - 1}) if cl.page_num > 1 else "",
        "next": cl.get_query_string({"p": cl.page_num + 1}) if cl.page_num < last else "",
    }
