"""What stands in a form's control becomes a plain value, as JSON would give it.

Nothing is judged here: the engine's reader has the word, so that every door refuses the same in the same words. Only
what it says of JSON (quotes, time zones, code values) is put into words for somebody in front of a form.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from junping.clocks.now import SHANGHAI
from junping.workflow.refusals import FieldProblem

_WHOLE = re.compile(r"-?\d{1,18}")
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_NOT_THERE = "不在可选范围内，请重新选择。"


class Entry:
    """A control of a form. `must`: it is asked in any case; `conditional`: its hint says when it is asked.

    `wording`: what a code of the reader means to somebody in front of a form.
    """

    must = False
    conditional = False
    wording: ClassVar[Mapping[str, str]] = {}

    def plain(self, value: Any) -> Any:
        """The control's content as the engine reads it."""
        return value

    def said(self, problem: FieldProblem) -> str:
        return self.wording.get(problem.code, problem.message)


class Picking(Entry):
    """A control in which one picks, and fills nothing in."""

    wording = {"not_a_choice": _NOT_THERE, "invalid": _NOT_THERE}

    def said(self, problem: FieldProblem) -> str:
        return super().said(problem).replace("请填写“", "请选择“")


class Line(Entry, forms.Field):
    """Text, as it was typed but for the spaces around it. `max_length` is for the look: the reader holds the limit."""

    def __init__(self, *, max_length: int | None = None, **more: Any) -> None:
        super().__init__(required=False, **more)
        self.max_length = max_length

    def plain(self, value: Any) -> Any:
        return _tidy(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _tidy(self.prepare_value(initial)) != _tidy(data)


class Lines(Line):
    widget = forms.Textarea(attrs={"rows": 3})


class Day(Line):
    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class Moment(Line):
    """A time on the town's clock, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "jp-w-l"})
    wording = {"invalid": "没有这个时间，请照 2026-01-31 09:30 的样子填。"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value

    def plain(self, value: Any) -> Any:
        text = _tidy(value)
        try:
            return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).isoformat() if text else text
        except ValueError:
            return text


class Whole(Line):
    wording = {"invalid": "请填整数，例如 30。"}

    def plain(self, value: Any) -> Any:
        digits = _digits(value)
        return int(digits) if _WHOLE.fullmatch(digits) else digits


class Amount(Line):
    wording = {"invalid": "请填数字，例如 1200.50。"}

    def plain(self, value: Any) -> Any:
        digits = _digits(value)
        return Decimal(digits) if _AMOUNT.fullmatch(digits) else digits


class NameList(Line):
    """Names, one a line or parted by 、 or commas."""

    widget = forms.Textarea(attrs={"rows": 2})

    def plain(self, value: Any) -> Any:
        text = _tidy(value)
        for mark in "、，,;；\n":
            text = text.replace(mark, " ")
        return text.split()


class Pick(Picking, forms.ChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def validate(self, value: Any) -> None:
        """The reader looks whether it is one of the choices."""


class PickRow(Pick):
    """A row of another table, by its number."""

    def plain(self, value: Any) -> Any:
        return int(value) if _WHOLE.fullmatch(value) else value


class Several(Picking, forms.MultipleChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def validate(self, value: Any) -> None:
        """The reader looks whether they are among the choices."""


class Tick(Entry, forms.BooleanField):
    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)


class Upload(Entry, forms.FileField):
    """The one thing that is looked at before the engine: the file (`junping.attachments.check`)."""

    default_error_messages = {"required": "请选择要添加的文件。", "invalid": "文件没有传上来，请重新选择。"}

    def __init__(self, **more: Any) -> None:
        super().__init__(allow_empty_file=True, **more)


def _tidy(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _digits(value: Any) -> str:
    """Full-width digits and marks as half-width ones, without the commas of thousands."""
    return unicodedata.normalize("NFKC", _tidy(value)).replace(",", "").replace(" ", "")
