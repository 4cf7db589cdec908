"""Shows every component in every state, with the call that makes it; what reviewers and screenshots look at."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wushi.web import parts


class Sample(forms.Form):
    """A form with one mistake of each kind; never stored."""

    text = forms.CharField(
        label="出了什么事？",
        help_text="用您自己的话说：什么事、从什么时候开始、希望怎么办。",
        widget=forms.Textarea,
        error_messages={"required": "请写一句话，说说是什么事。"},
    )
    place = forms.CharField(label="在哪里？", help_text="小区、楼号、路口，或者附近的标志。", required=False)
    phone = forms.CharField(label="电话", required=False, widget=forms.TextInput(attrs={"class": "short"}))
    solved = forms.ChoiceField(
        label="问题解决了吗？",
        choices=[("yes", "解决了"), ("no", "没有解决")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )
    secret = forms.BooleanField(label="请为我保密", help_text="不让被反映的单位知道是谁说的。", required=False)


def _rows() -> tuple[parts.Row, ...]:
    made = (
        ("late", "2 个工作日", "暖气不热三天了，家里有老人", "滨河社区 5 号院", "海北街道", "今天 09:12 已催办"),
        ("soon", "今天到期", "路灯整条街不亮", "新华大街", "区城管局", "8月3日 已签收"),
        ("on_time", "还剩 4 个工作日", "物业费涨价没有公示", "君正小区", "区住建局", "8月3日 已联系"),
        ("paused", "", "地下管网改造何时轮到我们", "老城区", "区住建局", "挂账，10月15日 再看"),
    )
    return tuple(
        parts.Row("/design/", title, parts.plain_badge(kind, left), (where, who, last), mine=n == 1)
        for n, (kind, left, title, where, who, last) in enumerate(made)
    )


def design(request: HttpRequest) -> HttpResponse:
    lines = (
        parts.Line("登记", "8月3日 17:14", "2026-08-03T17:14:00+08:00", "12345 总客服"),
        parts.Line("派单", "8月3日 17:20", "2026-08-03T17:20:00+08:00", "海北街道", rule="《示例条例》第12条"),
        parts.Line("超期", "8月10日 24:00", "", "海北街道", kind="late"),
        parts.Line("答复", "8月11日 10:02", "2026-08-11T10:02:00+08:00", "海北街道", "已更换换热站水泵，室温 21 度。", "now"),
        parts.Line("回访", "最迟 8月13日", "", "12345 总客服", kind="next"),
    )  # fmt: skip
    figures = (
        parts.Figure("按期办结率", "96.2 %", "1,158", "1,204", "/design/", "比上月高 1.4 个百分点",
                     "到期日以前答复的件数，除以当月到期的件数。"),
        parts.Figure("超期未办", "13", url="/design/", change="其中 3 件超过 5 个工作日"),
        parts.Figure("解决率", "87.0 %", "940", "1,080", "/design/"),
    )  # fmt: skip
    bars = tuple(
        parts.Bar(f"{n}月", f"{v} %", v / 100, n == 8) for n, v in ((5, 78.4), (6, 69.8), (7, 88.1), (8, 96.2))
    )
    facts = {
        "bars": bars,
        "badges": [parts.plain_badge(k, "还剩 2 个工作日" if k in ("on_time", "soon") else "") for k in parts.SHAPES],
        "lines": lines,
        "rows": _rows(),
        "figures": figures,
        "form": Sample(initial={"text": "暖气不热"}),
        "wrong": Sample({}, prefix="wrong"),
        "tabs": (parts.Tab("全部", "/design/", True, 1204), parts.Tab("要到期", "/design/", False, 37), 
                 parts.Tab("超期", "/design/", False, 13)),
        "pager": parts.Pager("/design/", "/design/", "第 51 到 100 件，共 1,204 件"),
        "steps": (
            parts.Step("派给负责的单位", "派出后您会看到是谁。", "最迟 8月3日 18:14", "《示例条例》第12条"),
            parts.Step("单位联系您并答复", by="最迟 8月10日"),
            parts.Step("问您解决了没有", "不解决可以要求重办。"),
        ),
        "tokens": ["ground", "card", "ink", "ink-2", "rule", "edge", "river", "grape", "on-time", "soon", "late", "paused"],
    }  # fmt: skip
    return render(request, "design/design.html", facts)
