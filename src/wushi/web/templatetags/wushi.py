"""The tags and filters of every page: words for moments and codes, and the components of templates/components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wushi.domain.policy import Policy
from wushi.web import parts, words

register = template.Library()

register.filter("state", words.state)
register.filter("event", words.event)
register.filter("count", words.count)


@register.filter
def moment(at: datetime | None) -> str:
    """8月3日 17:14."""
    return words.moment(at) if at else ""


@register.filter
def day(on: date | datetime | None) -> str:
    """8月3日."""
    if isinstance(on, datetime):
        on = words.local(on).date()
    return words.day(on) if on else ""


@register.filter
def deadline(due: datetime | None) -> str:
    """The last day, or the moment where hours count."""
    return words.deadline(due) if due else ""


@register.filter
def iso(at: datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return words.local(at).isoformat(timespec="minutes") if at else ""


def _policy(context: Context) -> Policy | None:
    here = context.get("here")
    return here.policy if here else None


def name_in(policy: Policy, table: str, code: str) -> str:
    """The name of a code of the pack in the page's language; the code itself when the pack does not know it."""
    english = words.english()
    if table == "unit":
        if code not in policy.tree:
            return code
        unit = policy.tree.unit(code)
        return (unit.name_en if english else "") or unit.short or unit.name
    found: Any = getattr(policy, table).get(code)
    if found is None:
        return code
    return (found.name_en if english else "") or found.name


@register.simple_tag(takes_context=True)
def unit(context: Context, code: str) -> str:
    """{% unit matter.lead %}: the short name of a unit."""
    policy = _policy(context)
    return name_in(policy, "unit", code) if policy and code else code


@register.simple_tag(takes_context=True)
def subject(context: Context, code: str) -> str:
    """{% subject matter.subject %}: 物业 · 供暖."""
    policy = _policy(context)
    return subject_in(policy, code) if policy and code else code


def subject_in(policy: Policy, code: str) -> str:
    """The subject with the ones above it, widest first."""
    line: list[str] = []
    while code in policy.subjects:
        line.insert(0, name_in(policy, "subjects", code))
        code = policy.subjects[code].parent
    return " · ".join(line) or code


@register.simple_tag(takes_context=True)
def named(context: Context, table: str, code: str) -> str:
    """{% named "channels" matter.channel %}: any table of the policy that maps a code to a name."""
    policy = _policy(context)
    return name_in(policy, table, code) if policy and code else code


@register.simple_tag(takes_context=True)
def article(context: Context, reference: str) -> str:
    """{% article clock.reference %}: 《…条例》第20条."""
    policy = _policy(context)
    return policy.title_of(reference) if policy and reference else reference


# --- components; templates/components/README.md shows how each is used -----------------


@register.inclusion_tag("components/clock_badge.html")
def clock_badge(badge: parts.Badge | None) -> dict[str, Any]:
    return {"badge": badge}


@register.inclusion_tag("components/timeline.html")
def timeline(lines: Iterable[parts.Line]) -> dict[str, Any]:
    return {"lines": lines}


@register.inclusion_tag("components/rows.html")
def rows(
    rows: Sequence[parts.Row], heads: str = "", caption: str = "", empty: str = "", first: str = "", clock: str = ""
) -> dict[str, Any]:
    """`heads` are the words over the cells, joined by |; a badge column stands first when any row has one."""
    return {
        "rows": rows,
        "heads": heads.split("|") if heads else [],
        "caption": caption,
        "empty": empty,
        "first": first,
        "clock": clock,
        "badges": any(r.badge for r in rows),
    }


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, rows: int = 0) -> dict[str, Any]:
    described = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.id_for_label}-error")
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if rows:
        attrs["rows"] = rows
    kind = getattr(bound.field.widget, "input_type", "")
    if kind == "checkbox" and getattr(bound.field.widget, "allow_multiple_selected", False):
        kind = "radio"  # several boxes stand in a group like the choices of one question
    if kind in ("radio", "checkbox"):
        attrs.pop("aria-describedby", None)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs) if kind != "radio" else "",
        "kind": kind,
        "described": " ".join(described),
        "optional": not bound.field.required and kind != "checkbox",
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    found = [(form[name], errors) for name, errors in form.errors.items() if name != "__all__"]
    return {"form": form, "found": found, "whole": form.non_field_errors()}


@register.inclusion_tag("components/figure.html")
def figure(figure: parts.Figure) -> dict[str, Any]:
    return {"figure": figure}


@register.inclusion_tag("components/bars.html")
def bars(bars: Iterable[parts.Bar], caption: str, head: str = "", of: str = "") -> dict[str, Any]:
    """`caption` says what the chart finds; `head` and `of` name its two columns for readers by ear."""
    return {"bars": bars, "caption": caption, "head": head, "of": of}


@register.inclusion_tag("components/written.html")
def written(chapters: Iterable[Any], matter_url: str = "") -> dict[str, Any]:
    """A report's chapters as wushi.web.written.shown made them; `matter_url` names the page of a matter in its lists."""
    return {"chapters": chapters, "matter_url": matter_url}


@register.inclusion_tag("components/tabs.html")
def tabs(tabs: Iterable[parts.Tab], label: str) -> dict[str, Any]:
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("components/pager.html")
def pager(pager: parts.Pager) -> dict[str, Any]:
    return {"pager": pager}


@register.inclusion_tag("components/steps.html")
def steps(steps: Iterable[parts.Step]) -> dict[str, Any]:
    return {"steps": steps}


@register.inclusion_tag("components/empty.html")
def nothing(why: str, action: str = "", url: str = "") -> dict[str, Any]:
    """An empty list says why it is empty, and what can be done."""
    return {"why": why, "action": action, "url": url}


@register.simple_tag
def button(text: str, kind: str = "primary", name: str = "", value: str = "", url: str = "") -> SafeString:
    """A verb. `kind`: primary (one a page), second, plain. With `url` it is a link that looks like one."""
    css = "button" if kind == "primary" else f"button {kind}"
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, text)
    if name:
        return format_html('<button class="{}" name="{}" value="{}">{}</button>', css, name, value, text)
    return format_html('<button class="{}">{}</button>', css, text)


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2, id: str = "") -> SafeString:
    """{% panel "谁在办" %} … {% endpanel %}"""
    return SafeString(
        render_to_string("components/panel.html", {"content": content, "title": title, "level": level, "id": id})
    )


@register.simple_block_tag
def notice(content: str, kind: str = "plain") -> SafeString:
    """{% notice "late" %} … {% endnotice %}; kinds: plain, soon, late, on_time."""
    return SafeString(render_to_string("components/notice.html", {"content": content, "kind": kind}))
