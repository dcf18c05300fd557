"""What a form says is wrong: what to put right, not that something is "invalid"."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxLengthValidator, MaxValueValidator, MinValueValidator

ANY_KIND = {
    forms.DateField: "没有这一天，请核对日期。",
    forms.DateTimeField: "没有这个时间，请核对。",
    forms.IntegerField: "请填整数。",
    forms.DecimalField: "请填数字。",
    forms.FileField: "请重新选择文件。",
}

LIMITS: dict[type[BaseValidator], str] = {
    MaxLengthValidator: "最多 %(limit_value)d 个字，您填了 %(show_value)d 个。",
    MinValueValidator: "您填了 %(show_value)s，最少填 %(limit_value)s。",
    MaxValueValidator: "您填了 %(show_value)s，最多填 %(limit_value)s。",
}


class Between:
    """A number within limits, both included."""

    def __init__(self, at_least: Any, at_most: Any) -> None:
        self.at_least, self.at_most = at_least, at_most

    def __call__(self, value: Any) -> None:
        if not self.at_least <= value <= self.at_most:
            raise ValidationError(f"您填了 {value}，请改成 {self.at_least} 到 {self.at_most}。", code="out_of_range")


def put_plainly(field: forms.Field) -> None:
    """Give a form's field its messages, by its label and kind."""
    picks = isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField, forms.FileField))
    field.error_messages |= {
        "required": f"请{'选择' if picks else '填写'}“{field.label}”。",
        "invalid_choice": "不在可选范围内，请重新选择。",
    }
    for kind, message in ANY_KIND.items():
        if isinstance(field, kind):
            field.error_messages["invalid"] = message
    for validator in field.validators:
        for what, message in LIMITS.items():
            if isinstance(validator, what):
                validator.message = message


class Plain(forms.BaseForm):
    """Its messages say what to put right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            put_plainly(field)


class PlainForm(Plain, forms.Form):
    """A form whose messages say what to put right."""
