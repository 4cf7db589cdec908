"""Names the codes that figures are divided by, in Chinese or English: units, subjects, channels, places, posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wushi.domain.indicators import Indicator
from wushi.domain.policy import Policy

_GROUPS = {
    "unit": ("单位", "Unit"),
    "subject": ("分类", "Subject"),
    "subject_2": ("二级分类", "Subject, level 2"),
    "type": ("类型", "Type"),
    "channel": ("渠道", "Channel"),
    "place": ("镇、街道", "Town or street"),
    "community": ("社区、村", "Community or village"),
    "tier": ("轻重", "Tier"),
}
_TIERS = {
    "danger": ("危险", "Danger"),
    "utility": ("水电气热", "Utilities"),
    "consult": ("咨询", "Consultation"),
    "general": ("一般", "General"),
}
_UNKNOWN = ("没有写明", "Not stated")


def group_name(group: str, language: str) -> str:
    return _GROUPS[group][language == "en"]


def _named(table: Mapping[str, Any], code: str, language: str) -> str:
    found = table.get(code)
    return code if found is None else str((found.name_en if language == "en" else "") or found.name)


def unit_name(code: str, policy: Policy, language: str) -> str:
    if code not in policy.tree:
        return code
    unit = policy.tree.unit(code)
    return (unit.name_en if language == "en" else "") or unit.short or unit.name


def subject_name(code: str, policy: Policy, language: str) -> str:
    """The subject with the ones above it, widest first."""
    parts = code.split("/") if code else []
    return " · ".join(_named(policy.subjects, "/".join(parts[: n + 1]), language) for n in range(len(parts)))


def key_name(group: str, key: str, policy: Policy, language: str) -> str:
    """The name of one key of a group."""
    if not key:
        return _UNKNOWN[language == "en"]
    if group in ("unit", "place", "community"):
        return unit_name(key, policy, language)
    if group in ("subject", "subject_2"):
        return subject_name(key, policy, language)
    if group == "tier":
        return _TIERS.get(key, (key, key))[language == "en"]
    return _named(policy.channels if group == "channel" else policy.demand_types, key, language)


def post_of(unit: str, policy: Policy, language: str) -> str:
    """The post that answers for the unit: the one that decides on extensions there, else the unit's first post."""
    posts = [p for p in policy.posts.values() if p.unit == unit]
    head = next((p for p in posts if "ExtensionGranted" in policy.roles[p.role].may), posts[0] if posts else None)
    return "" if head is None else (head.name_en if language == "en" else "") or head.name


def reason_name(one: Indicator, code: str, policy: Policy, language: str) -> str:
    """A ground on which a row is left out: the indicator's own, or one of the pack's grounds of exclusion."""
    if code in one.reasons:
        return one.reasons[code][language == "en"]
    return _named(policy.exclusions, code, language)
