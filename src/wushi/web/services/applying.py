"""Apply (申请): one item or a bundle, without an account; what is filled in stays on this device until it is handed in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wushi.domain import bundling
from wushi.domain.actor import RESIDENT, Actor
from wushi.domain.catalogue import Item
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.policy import Policy
from wushi.domain.service import Bundle, FormField, check
from wushi.domain.text import MAX_TEXT
from wushi.steps import catalogue
from wushi.steps.evaluate import review
from wushi.steps.evaluate.follow import follow as follow_matter
from wushi.steps.report import apply as steps
from wushi.steps.report.apply import Asked, Who
from wushi.web import context, words
from wushi.web.applications import levels
from wushi.web.context import Here
from wushi.web.public.views import _code, _keep
from wushi.web.services.fields import Papers
from wushi.web.services.views import promise_in_words
from wushi.web.templatetags.wushi import name_in

_SAVED = "forms"  # of the session: code of a bundle -> what was filled in so far


def _text(
    label: Any, *, required: bool = False, attrs: dict[str, Any] | None = None, help: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=100, help_text=help, widget=forms.TextInput(attrs=attrs or {})
    )


class Apply(forms.Form):
    """Which papers are there, and how to reach the applicant."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = _text(_("怎么称呼您？"), attrs={"autocomplete": "name", "class": "short"})
    phone = _text(
        _("电话"),
        attrs={"autocomplete": "tel", "inputmode": "tel", "class": "short"},
        help=_("材料不齐、办好了，都打这个电话。"),
    )
    said = forms.CharField(
        label=_("还要说明的"), required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, item: Item, policy: Policy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [n.material for n in item.materials]
        fields: dict[str, Any] = self.fields
        if codes:
            fields["brought"] = Papers(
                codes,
                policy,
                label=_("有哪些材料"),
                required=False,
                help_text=_("有的打勾。不齐也可以交，窗口会一次说清缺什么。"),
            )
            self.order_fields(["key", "brought", "name", "phone", "said"])

    def asked(self, way: str, language: str) -> Asked:
        given = self.cleaned_data
        return Asked(
            Who(given["name"], given["phone"]), way, tuple(given.get("brought", ())), given["said"], given["key"] or None,
            language=language,
        )  # fmt: skip


def new_key() -> str:
    return uuid.uuid4().hex


def handed_in(request: HttpRequest, code: str, *, way: str, actor: Actor) -> tuple[Apply, Item, steps.Receipt | None]:
    """The form of an item, and the receipt when it was handed in well."""
    here = context.of(request)
    item = catalogue.current(here.policy).item(code, here.today)
    if request.method != "POST":
        return Apply(item, here.policy, initial={"key": new_key()}), item, None
    form = Apply(item, here.policy, request.POST)
    if not form.is_valid():
        return form, item, None
    try:
        receipt = steps.apply(code, form.asked(way, here.language), actor=actor, policy=here.policy, now=here.now)
    except BadInput:
        form.add_error(None, gettext("里面有电脑认不出的字符，请删去后再交。"))
        return form, item, None
    return form, item, receipt


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """在网上申请一个事项."""
    form, item, receipt = handed_in(request, code, way="online", actor=RESIDENT)
    if receipt is not None:
        _keep(request, receipt.number, receipt.code)
        return redirect("public:receipt", number=receipt.number)
    return render(request, "services/apply.html", {"form": form, "item": item}, status=422 if form.errors else 200)


# --- bundles ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of a bundle on the page."""

    item: Item
    unit: str
    promise: str
    after: tuple[str, ...]  # names of the items it waits for
    slowest: bool


def shown_parts(bundle: Bundle, here: Here) -> tuple[list[Shown], float]:
    """The parts in an order in which each can begin, and the working days of the longest line."""
    items = steps.items_of(bundle.code, here.policy, here.now)
    line, total = bundling.total(bundle, items, here.policy, here.now)
    return [
        Shown(
            items[p.item], name_in(here.policy, "unit", items[p.item].unit), promise_in_words(items[p.item]),
            tuple(items[one].name for one in p.after), p.item in line,
        )
        for p in bundling.in_order(bundle.parts)
    ], total  # fmt: skip


def _label(one: FormField) -> tuple[str, str]:
    english = words.english()
    return (one.label_en if english else one.label), (one.hint_en if english else one.hint)


class BundleForm(forms.Form):
    """The questions of a bundle, each once. Wrong answers are found by the rules of the form, not by this class."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, fields: tuple[FormField, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in fields:
            self.fields[one.code] = _control(one)

    @property
    def answers(self) -> dict[str, str]:
        return {name: value for name, value in self.data.items() if name in self.fields and name != "key"}


def _control(one: FormField) -> forms.Field:
    label, hint = _label(one)
    if one.required == "soft":
        hint = "；".join(part for part in (hint, gettext("可以后补")) if part)
    required = one.required == "yes" and one.when is None
    given: dict[str, Any] = {"label": label, "help_text": hint, "required": required}
    if one.kind == "choice":
        return forms.ChoiceField(choices=[(c, c) for c in one.choices], widget=forms.RadioSelect(), **given)
    if one.kind == "yesno":
        pairs = [("yes", gettext("是")), ("no", gettext("否"))]
        return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect(), **given)
    kinds = {"date": {"type": "date"}, "number": {"inputmode": "decimal"}, "phone": {"inputmode": "tel"}}
    return forms.CharField(
        max_length=1000,
        widget=forms.TextInput(attrs={**kinds.get(one.kind, {}), "class": "short" if one.kind in kinds else ""}),
        **given,
    )


def _why(code: str) -> str:
    return {
        "missing": gettext("这一项要填。"),
        "choice": gettext("请从给出的里面选一个。"),
        "number": gettext("请写数字，例如 80。"),
        "date": gettext("没有这一天，请写成 2022-08-03。"),
        "phone": gettext("电话不对，请再看一遍。"),
        "long": gettext("太长了，请写短些。"),
    }.get(code, code)


@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """一件事一次办: the bundles of the district."""
    here = context.of(request)
    found = []
    for bundle in here.policy.service.bundles.values():
        parts, total = shown_parts(bundle, here)
        found.append((bundle, len(parts), total, len(bundle.fields()), bundle.asked_apart()))
    return render(request, "services/together.html", {"bundles": found})


def _save(request: HttpRequest, code: str, answers: Mapping[str, str]) -> None:
    kept = dict(request.session.get(_SAVED, {}))
    kept[code] = {name: value[:1000] for name, value in answers.items() if value}
    request.session[_SAVED] = dict(list(kept.items())[-5:])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, code: str) -> HttpResponse:
    """One form for the whole: the parts, the slowest of them and the total time stand above it."""
    here = context.of(request)
    found = here.policy.service.bundle(code)
    form_of = here.policy.service.form_of(found)
    saved = request.session.get(_SAVED, {}).get(code, {})
    told = ""
    form = BundleForm(form_of.fields, initial={**saved, "key": new_key()})
    if request.method == "POST":
        form = BundleForm(form_of.fields, request.POST)
        answers = form.answers
        if request.POST.get("go") == "save":
            _save(request, code, answers)
            told = gettext("存好了。在这台设备上，今天随时可以接着填。")
            form = BundleForm(form_of.fields, initial={**answers, "key": request.POST.get("key", "")})
        else:
            checked = check(form_of, answers)
            form.is_valid()
            form.errors.clear()
            for name, why in checked.wrong.items():
                form.add_error(name, _why(why))
            if not checked.wrong:
                asked = Asked(
                    _who(form_of.fields, checked.kept),
                    "online",
                    (),
                    "",
                    request.POST.get("key") or None,
                    language=here.language,
                )
                try:
                    opened = steps.apply_bundle(code, answers, asked, actor=RESIDENT, policy=here.policy, now=here.now)
                except BadInput:
                    form.add_error(None, gettext("里面有电脑认不出的字符，请删去后再交。"))
                else:
                    _save(request, code, {})
                    _keep(request, opened.receipt.number, opened.receipt.code)
                    return redirect("public:receipt", number=opened.receipt.number)
            _save(request, code, answers)
    parts, total = shown_parts(found, here)
    facts = {
        "bundle": found, "form": form, "parts": parts, "total": total, "told": told, "resumed": bool(saved) and request.method != "POST",
        "once": len(found.fields()), "apart": found.asked_apart(),
    }  # fmt: skip
    return render(request, "services/bundle.html", facts, status=422 if form.is_bound and form.errors else 200)


def _who(fields: tuple[FormField, ...], kept: Mapping[str, str]) -> Who:
    """Who applies, from the questions that say so."""
    first = {f.prefill: kept[f.code] for f in reversed(fields) if f.prefill and f.code in kept}
    return Who(first.get("who", ""), first.get("phone", ""), first.get("place", ""))


# --- what the applicant does later -----------------------------------------------------------------------------------


@never_cache
@require_http_methods(["POST"])
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """五级评价, by whoever has the receipt."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    here = context.of(request)
    level = request.POST.get("level", "")
    if level in dict(levels()):
        named = request.POST.get("named") == "on"
        said = request.POST.get("words", "")[:MAX_TEXT]
        review.rate_by_code(number, code, int(level), "online", said, named, policy=here.policy, now=here.now)
    return redirect("public:matter", number=number)


@never_cache
@require_http_methods(["POST"])
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Sign as the second person, or appeal against leaving a review out."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    here, said = context.of(request), request.POST.get("words", "")[:MAX_TEXT]
    follow_matter(number, code)
    if what == "cosign":
        steps.cosign(number, said, actor=RESIDENT, policy=here.policy, now=here.now)
    elif what == "appeal":
        review.appeal_exclusion(number, said, actor=RESIDENT, policy=here.policy, now=here.now)
    else:
        raise RuleBroken(rule="unknown", reference="", why="nothing of that name can be done")
    return redirect("public:matter", number=number)
