"""Words of the petition agency (信访代办) that staff and residents share: names out of the pack, levels, outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from wushi.domain.matter import Matter
from wushi.domain.tracks.agency import Agency
from wushi.web import words


def of(matter: Matter) -> Agency:
    return (matter.petition.agency if matter.petition else None) or Agency()


def named(found: Iterable[Any]) -> list[tuple[str, str]]:
    """(code, name in the page's language) of what the pack lists."""
    return [(one.code, (one.name_en if words.english() else "") or one.name) for one in found]


def outcomes() -> dict[str, str]:
    return {
        "resolved": gettext("化解"),
        "legal_channel": gettext("转法定途径"),
        "not_supported": gettext("不支持"),
        "revoked": gettext("委托撤回"),
        "lapsed": gettext("委托到期"),
    }


def levels() -> dict[str, str]:
    return {"community": gettext("社区（村）代办"), "town": gettext("镇（街道）代办"), "district": gettext("区级代办")}
