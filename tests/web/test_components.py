"""The components: a badge is a word, a shape and a colour; contrast is computed from the tokens, in light and in dark."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from tests.people import at

import wushi
from wushi.domain.matter import Clock
from wushi.domain.policy import Policy
from wushi.web import parts

CSS = (Path(wushi.__file__).parent / "web" / "static" / "wushi" / "wushi.css").read_text(encoding="utf-8")


def tokens(selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", CSS)
    assert block
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})", block.group(1)))


LIGHT = tokens(":root")
DARK = {**LIGHT, **tokens(':root[data-theme="dark"]')}


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT = [
    ("ink", "ground"), ("ink", "card"), ("ink-2", "ground"), ("ink-2", "card"), ("river", "ground"), ("river", "card"),
    ("on-river", "river"), ("on-river", "river-deep"), ("river", "river-wash"), ("ink", "river-wash"), ("on-time", "on-time-bg"),
    ("soon", "soon-bg"), ("late", "late-bg"), ("late", "card"), ("late", "ground"), ("paused", "paused-bg"), ("ink", "soon-bg"),
    ("ink", "late-bg"), ("ink", "on-time-bg"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids="-on-".join)
def test_text_can_be_read(theme: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(theme[pair[0]], theme[pair[1]]) >= 5.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "pair", [("edge", "card"), ("edge", "ground"), ("grape", "ground"), ("grape", "card")], ids="-on-".join
)
def test_borders_of_controls_and_the_focus_can_be_seen(theme: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(theme[pair[0]], theme[pair[1]]) >= 3


def test_dark_by_the_system_and_dark_by_choice_are_the_same() -> None:
    assert tokens(':root[data-theme="auto"]') == tokens(':root[data-theme="dark"]')


def clock(due: str, **facts: object) -> Clock:
    start = at("2023-08-01 09:00")
    made = {"limit": "hotline.reply_general", "amount": 5.0, "unit": "working_days", "value_since": "", "reference": ""}
    return Clock("reply", start, at(due), **{**made, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "facts", "kind", "word"),
    [
        ("2023-08-02 09:00", {}, "on_time", "按期"),
        ("2023-08-08 09:00", {}, "soon", "将到期"),  # the pack's ladder warns 48 hours before
        ("2023-08-09 09:00", {}, "late", "超期"),
        ("2023-08-09 09:00", {"paused": at("2023-08-03 09:00")}, "paused", "暂停"),
        ("2023-08-09 09:00", {"stopped": at("2023-08-03 09:00")}, "kept", "按期完成"),
        ("2023-08-12 09:00", {"stopped": at("2023-08-10 09:00")}, "missed", "超期完成"),
    ],
)
def test_a_badge_tells_how_a_clock_stands(
    policy: Policy, now: str, facts: dict[str, object], kind: str, word: str
) -> None:
    with translation.override("zh-hans"):
        badge = parts.badge(clock("2023-08-09 00:00", **facts), policy, at(now))
    assert (badge.kind, badge.word) == (kind, word)
    assert badge.shape


def test_a_late_badge_says_by_how_much_and_says_late_once(policy: Policy) -> None:
    with translation.override("zh-hans"):
        late = parts.badge(clock("2023-08-09 00:00"), policy, at("2023-08-11 09:00"))
        shown = Template("{% clock_badge badge %}").render(Context({"badge": late}))
    assert late.left == "3 个工作日"
    assert shown.count("超期") == 1 and "▲" in shown


def test_a_warning_of_days_does_not_colour_a_clock_of_hours(policy: Policy) -> None:
    start = at("2023-08-01 09:00")
    hours = Clock("reply", start, start + timedelta(hours=24), "hotline.reply_utility", 24.0, "hours", "", "")
    assert parts.badge(hours, policy, at("2023-08-01 10:00")).kind == "on_time"


def test_the_whole_row_is_one_link_and_an_empty_list_says_why() -> None:
    row = parts.Row("/x/", "暖气 <b>不热</b>", parts.plain_badge("late"), ("滨河社区",))
    shown = Template('{% rows rows heads="在哪里" empty="没有" %}').render(Context({"rows": [row]}))
    assert shown.count("<a ") == 1 and "&lt;b&gt;" in shown and "data-rows" in shown
    none = Template('{% rows rows heads="在哪里" empty="今天没有到期的。" %}').render(Context({"rows": []}))
    assert "今天没有到期的。" in none and "<table" not in none


def test_a_panel_holds_what_the_template_holds_and_escapes_what_comes_from_people() -> None:
    shown = Template('{% panel "说了什么" %}<p>{{ said }}</p>{% endpanel %}').render(Context({"said": "<i>x"}))
    assert "<h2>说了什么</h2>" in shown and "<p>&lt;i&gt;x</p>" in shown


def test_a_figure_shows_its_parts_and_opens_to_its_rows() -> None:
    figure = parts.Figure("按期办结率", "96.2 %", "1,158", "1,204", "/rows/")
    with translation.override("zh-hans"):
        shown = Template("{% figure figure %}").render(Context({"figure": figure}))
    assert 'href="/rows/"' in shown and "1,204 件里的 1,158 件" in shown
