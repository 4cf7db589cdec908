"""Words of a petition (信访) that staff and petitioners share: outcomes of opinion and review, grounds of its end."""

from __future__ import annotations

from django.utils.translation import gettext


def outcomes() -> dict[str, str]:
    return {
        "supported": gettext("支持"),
        "partly": gettext("部分支持"),
        "explained": gettext("诉求合理，没有依据，解释说明"),
        "not_supported": gettext("不予支持"),
    }


def reviews() -> dict[str, str]:
    return {"upheld": gettext("维持"), "changed": gettext("改变")}


def grounds() -> dict[str, str]:
    return {
        "not_asked": gettext("到期没有请求复查、复核"),
        "content": gettext("群众接受意见"),
        "withdrawn": gettext("群众撤回"),
        "settled": gettext("调解、和解"),
        "rechecked": gettext("复核终结"),
    }
