"""The form that signs somebody in: the throttle first, then the password."""

from math import ceil
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from junping.clocks.now import now
from junping.org.address import client_address
from junping.org.signins import begin

WRONG = "用户名或密码不对。错满 5 次要等 15 分钟。"


class SignInForm(AuthenticationForm):
    """`wait_seconds` is set when too many attempts failed; the password was then not looked at."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}
    wait_seconds: int | None = None

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return self.cleaned_data
        attempt = begin(username, client_address(self.request) if self.request else None, now())
        if attempt.wait is not None:
            self.wait_seconds = ceil(attempt.wait.total_seconds())
            minutes = ceil(self.wait_seconds / 60)
            raise forms.ValidationError(f"错满 5 次，请等 {minutes} 分钟再登录。", code="throttled")
        cleaned = super().clean()
        attempt.admitted()
        return cleaned
