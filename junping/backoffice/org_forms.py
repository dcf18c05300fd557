"""The forms about accounts, units and tokens."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet, Value

from junping.backoffice.wording import Between, PlainForm
from junping.clocks.now import now
from junping.org.models import ApiToken, Unit, User
from junping.org.roles import Level, Role
from junping.org.signins import begin

# Django's words for a weak password, said as what to put right.
WEAK: dict[str, str] = {
    "password_too_common": "这个密码太常见，容易猜到，请换一个。",
    "password_entirely_numeric": "不能全是数字，请加上字母。",
    "password_too_similar": "和用户名或姓名太像，请换一个。",
}


class UnitChoice(forms.ModelChoiceField):
    """The units of a subtree, each indented by its depth below the top."""

    def label_from_instance(self, obj: Any) -> str:
        return "　" * (obj.path.count("/") - obj.top_depth) + str(obj.name)


def units_below(top: Unit) -> QuerySet[Unit]:
    """The units in use from `top` down; the codes of a subtree begin alike, so that their order is the tree's."""
    below = Unit.objects.filter(path__startswith=top.path, retired_on=None).order_by("code")
    return below.annotate(top_depth=Value(top.path.count("/")))


def _password(label: str) -> forms.CharField:
    hint = "至少 10 位，不能全是数字，也不要用常见密码。"
    return forms.CharField(
        label=label, strip=False, help_text=hint, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


def _of(model: type[models.Model], name: str, hint: str) -> forms.Field:
    """The form's field of a model's, with the model's own validators (which Django leaves to the model)."""
    column: Any = model._meta.get_field(name)
    made: forms.Field = column.formfield(help_text=hint)
    made.validators += column.validators
    return made


class UserForm(PlainForm):
    """What an administrator says of an account; `actor`'s subtree gives the units."""

    name = forms.CharField(label="姓名", max_length=60, help_text="本人姓名；村级中心的公用账号写村名。")
    unit = UnitChoice(label="单位", queryset=Unit.objects.none(), empty_label="请选择")
    roles = forms.MultipleChoiceField(
        label="角色", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    cleared = forms.BooleanField(label="可阅保密件", required=False)
    is_active = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, top: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_below(top)  # type: ignore[attr-defined]


class NewUserForm(UserForm):
    username = _of(User, "username", "登录用，只能用字母、数字和 _ . -，建后不能改。")
    password = _password("初始密码")
    field_order = ("username", "password")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError("已有这个用户名，请换一个。")
        return username

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "password" in data:
            shown = User(username=data.get("username", ""), name=data.get("name", ""))
            _check_password(self, data["password"], shown)
        return data


class PasswordForm(PlainForm):
    password = _password("新密码")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "password" in data:
            _check_password(self, data["password"], self.user)
        return data


class OwnPasswordForm(PasswordForm):
    old = forms.CharField(
        label="现在的密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("old", "password")

    def __init__(self, *args: Any, address: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_old(self) -> str:
        """Counted like an attempt to sign in: somebody at an open session must not guess on without end."""
        old: str = self.cleaned_data["old"]
        attempt = begin(self.user.username, self.address, now())
        if attempt.wait is not None:
            raise ValidationError("错满 5 次，请 15 分钟后再试。")
        if not self.user.check_password(old):
            raise ValidationError("和现在的密码不符。")
        attempt.admitted()
        return old


def _check_password(form: forms.Form, password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        form.add_error("password", [WEAK.get(str(fault.code), str(fault.message)) for fault in weak.error_list])


class UnitForm(PlainForm):
    name = forms.CharField(label="名称", max_length=60)
    level = forms.ChoiceField(label="层级", choices=Level.choices)
    parent = UnitChoice(label="上级单位", queryset=Unit.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, top: Unit, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = units_below(top)
        if unit is not None:
            choices = choices.exclude(path__startswith=unit.path)
        self.fields["parent"].queryset = choices  # type: ignore[attr-defined]
        if unit is not None and unit.pk == top.pk:
            del self.fields["parent"]


class NewUnitForm(UnitForm):
    code = _of(Unit, "code", "统计用区划代码 12 位；网格可更长。建后不能改。")
    field_order = ("code",)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Unit.objects.filter(code=code).exists():
            raise ValidationError("已有这个编码，请核对。")
        return code


class RetireForm(PlainForm):
    on = forms.DateField(label="撤并日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class TokenForm(PlainForm):
    name = _of(ApiToken, "name", "写明给哪个软件、哪台机器用。")
    days = forms.IntegerField(label="有效天数", validators=[Between(1, 3650)], initial=180)


class SureForm(PlainForm):
    """Nothing to fill in: the button is the answer."""
