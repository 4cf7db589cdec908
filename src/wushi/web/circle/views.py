"""Shows the life circle: who reaches what on foot in a quarter of an hour, what each community lacks, where one more would help most."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wushi.steps import circle
from wushi.steps.circle import Community, Measured
from wushi.web import context, words
from wushi.web.circle import drawing
from wushi.web.context import Here
from wushi.web.templatetags.wushi import name_in

_WORST = 3  # kinds that a community lacks most, named in its row


def _kind(here: Here, code: str) -> str:
    found = here.policy.basic_kinds.get(code)
    if found is None:
        return code
    return (found.name_en if words.english() else "") or found.name


def _share(one: Community, kind: str) -> float | None:
    """Of one kind; of all of them together where none is chosen."""
    if not one.households or not one.covered:
        return None
    if kind:
        return one.covered.get(kind, 0) / one.households
    return sum(one.covered.values()) / (one.households * len(one.covered))


def _lacks(one: Community, here: Here) -> str:
    short = sorted(((one.households - n, kind) for kind, n in one.covered.items() if n < one.households), reverse=True)
    said = [gettext("%(kind)s %(n)s 户") % {"kind": _kind(here, kind), "n": n} for n, kind in short[:_WORST]]
    return words.listed(said) if said else gettext("不缺")


def _over(found: Measured, kind: str) -> tuple[int, int]:
    """(households within reach, households); for all kinds together each household counts once a kind."""
    kinds = [kind] if kind else list(found.places)
    covered = sum(one.covered.get(k, 0) for one in found.communities for k in kinds)
    return covered, sum(one.households for one in found.communities) * len(kinds)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """一刻钟便民生活圈, for everybody: a map, the table behind it, and where one more place would help most."""
    here = context.of(request)
    found = circle.last()
    if found is None:
        return render(request, "circle/page.html", {"found": None})
    kind = request.GET.get("kind", "")
    kind = kind if kind in found.places else ""
    shares = {one.code: _share(one, kind) for one in found.communities}
    names = {one.code: name_in(here.policy, "unit", one.code) for one in found.communities}
    told = {code: words.percent(s, 1.0, 0) if s is not None else "–" for code, s in shares.items()}
    titles = {code: f"{names[code]} {told[code]}" for code in shares}
    best = found.best.get(kind) if kind else None
    covered, of = _over(found, kind)
    facts = {
        "found": found,
        "kind": kind,
        "kind_name": _kind(here, kind) if kind else gettext("全部业态"),
        "kinds": [(code, _kind(here, code), code == kind) for code in found.places],
        "share": words.percent(covered, of, 1) if of else "–",
        "households": sum(one.households for one in found.communities),
        "missing": of - covered if kind else 0,
        "places": found.places.get(kind, 0),
        "best": best,
        "best_near": _near(best.lat, best.lon, here) if best else "",
        "map": drawing.draw(here.policy, shares, titles, (best.lat, best.lon) if best else None),
        "legend": [(n, text) for n, text in enumerate(_legend(), 1)],
        "rows": sorted(
            (
                (shares[one.code] or 0, names[one.code], told[one.code], one.households, _lacks(one, here))
                for one in found.communities
            ),
            key=lambda row: row[:2],
        ),
        "next": sorted(
            ((b.households, _kind(here, k), _near(b.lat, b.lon, here), k) for k, b in found.best.items() if b), reverse=True
        ),
    }  # fmt: skip
    return render(request, "circle/page.html", facts)


def _near(lat: float, lon: float, here: Here) -> str:
    spot = here.policy.areas.at(lat, lon)
    return name_in(here.policy, "unit", spot.unit) if spot.unit else f"{lat:.4f}, {lon:.4f}"


def _legend() -> list[str]:
    low, middle, high = (words.percent(step, 1.0, 0) for step in drawing.STEPS)
    return [
        gettext("不到 %(n)s") % {"n": low},
        gettext("%(a)s 到 %(b)s") % {"a": low, "b": middle},
        gettext("%(a)s 到 %(b)s") % {"a": middle, "b": high},
        gettext("%(n)s 以上") % {"n": high},
    ]
