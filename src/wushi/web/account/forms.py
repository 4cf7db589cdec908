"""Asks for account and password in the words of the house."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignIn(AuthenticationForm):
    """Django's own check with our labels; it never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("账号或密码不对。请检查大小写后再试。"),
        "inactive": _("这个账号已经停用，请联系本单位管理员。"),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = _("账号")
        self.fields["username"].error_messages["required"] = _("请填账号。")
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password"].label = _("密码")
        self.fields["password"].error_messages["required"] = _("请填密码。")
