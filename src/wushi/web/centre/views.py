"""Shows the rooms of a day, the week of a room or mediator, and the roster a week ahead; books, moves, gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wushi.domain import permissions
from wushi.domain.booking import QUARTER
from wushi.domain.calendar import local
from wushi.domain.errors import AlreadyTaken, BadInput, NotFound, OutOfScope
from wushi.steps import booking as steps
from wushi.store.bookings.bookings import Booked
from wushi.web import context, parts
from wushi.web.centre import feed, words
from wushi.web.centre.forms import AwayForm, BookForm
from wushi.web.context import Here, for_post
from wushi.web.templatetags.wushi import name_in

_PAGES = ("see.mediation",)
_WEEK = 7


def _day(request: HttpRequest, here: Here) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return here.today


@dataclass(frozen=True, slots=True)
class Held:
    """A booking as a page tells it; `number` only where the post may know of the matter."""

    id: int
    hours: str
    day: str
    purpose: str
    what: str
    number: str


def _held(one: Booked, here: Here, seen: frozenset[str], but: str = "") -> Held:
    what = "、".join(words.resource(name, here.policy) for name in one.resources if name != but)
    return Held(
        one.id,
        words.hours(one.begin, one.end),
        words.day(local(one.begin).date()),
        words.purposes()[one.purpose],
        what,
        one.number if one.number in seen else "",
    )


@dataclass(frozen=True, slots=True)
class RoomOfDay:
    """One room on the board: its bookings, its free stretches with the way to book them, and both as bars."""

    code: str
    name: str
    note: str
    guessed: bool
    held: tuple[Held, ...]
    free: tuple[tuple[str, str], ...]
    bars: tuple[tuple[int, int], ...]  # (first quarter, how many)


def _board(here: Here, day: date) -> list[RoomOfDay]:
    centre = here.policy.centre
    found = steps.on_day(day)
    seen = steps.numbers_seen(found, here.actor, here.policy)
    opens = steps.day_of(day, here.policy)[0]
    names = [f"room:{code}" for code in centre.rooms]
    free = steps.free(names, day, here.policy)
    rooms = []
    for room in centre.rooms.values():
        name = f"room:{room.code}"
        mine = [b for b in found if name in b.resources]
        ways = []
        for begin, end in free[name]:
            begin = max(begin, _next_quarter(here.now))
            if begin < end:
                asked = {"room": room.code, "day": day.isoformat(), "begin": f"{local(begin):%H:%M}"}
                ways.append((words.hours(begin, end), f"{reverse('centre:book')}?{urlencode(asked)}"))
        rooms.append(
            RoomOfDay(
                room.code,
                words.resource(name, here.policy),
                words.room_note(room),
                room.status == "proposal",
                tuple(_held(b, here, seen, name) for b in mine),
                tuple(ways),
                tuple(((max(b.begin, opens) - opens) // QUARTER, (b.end - b.begin) // QUARTER) for b in mine),
            )
        )
    return rooms


def _next_quarter(now: datetime) -> datetime:
    over = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    return now - over + QUARTER if over else now


def _days(here: Here, chosen: date, address: str, more: dict[str, str] | None = None) -> list[parts.Tab]:
    first = chosen - timedelta(days=chosen.weekday())
    days = (first + timedelta(days=n) for n in range(_WEEK))
    return [
        parts.Tab(words.day(d), f"{address}?{urlencode({**(more or {}), 'day': d.isoformat()})}", d == chosen)
        for d in days
    ]


def _weeks(address: str, day: date, more: dict[str, str] | None = None) -> dict[str, str]:
    kept = more or {}
    return {
        name: f"{address}?{urlencode({**kept, 'day': (day + timedelta(days=n)).isoformat()})}"
        for name, n in (("week_before", -_WEEK), ("week_after", _WEEK))
    }


@require_safe
@never_cache
@for_post(*_PAGES)
def board(request: HttpRequest) -> HttpResponse:
    """今天哪间房空着."""
    here = context.of(request)
    day = _day(request, here)
    opens, closes = steps.day_of(day, here.policy)
    holes = [hole for one in steps.week(here.policy, here.today) for shift in one.shifts for hole in shift.holes]
    return render(
        request,
        "centre/board.html",
        {
            "day": words.day(day),
            "tabs": _days(here, day, reverse("centre:board")),
            "rooms": _board(here, day),
            "quarters": (closes - opens) // QUARTER,
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "holes": len(holes),
            **_weeks(reverse("centre:board"), day),
        },
    )


def _save(form: BookForm, here: Here, id: int | None = None) -> Booked | None:
    """The booking, or None with the reason in the form, in the words of whoever books."""
    begin, end = form.span
    try:
        if id is None:
            given = form.cleaned_data
            return steps.book(
                form.resources,
                begin,
                end,
                given["purpose"],
                number=given["number"].strip(),
                actor=here.actor,
                policy=here.policy,
                now=here.now,
            )
        return steps.move(id, form.resources, begin, end, actor=here.actor, policy=here.policy, now=here.now)
    except AlreadyTaken as refusal:
        field = "room" if str(refusal.facts["resource"]).startswith("room:") else "mediator"
        form.add_error(field, words.taken(refusal, here.policy))
    except (NotFound, OutOfScope):
        form.add_error("number", gettext("没有这个编号，或者它不在您这里。"))
    except BadInput as refusal:
        at = str(refusal.facts["field"])
        form.add_error(at if at in form.fields else None, words.refused(refusal, here.policy))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_post(*_PAGES)
def book(request: HttpRequest) -> HttpResponse:
    """预约房间或调解员."""
    here = context.of(request)
    if request.method == "POST":
        form = BookForm(here, request.POST)
        if form.is_valid() and (made := _save(form, here)):
            return redirect("centre:booking", made.id)
        return render(request, "centre/book.html", {"form": form}, status=422)
    asked = request.GET
    begin = asked.get("begin", "09:00")
    first = {
        "day": asked.get("day", here.today.isoformat()), "begin": begin, "end": _later(begin),
        "room": asked.get("room", ""), "mediator": asked.get("mediator", ""), "number": asked.get("number", ""),
    }  # fmt: skip
    return render(request, "centre/book.html", {"form": BookForm(here, initial=first)})


def _later(begin: str) -> str:
    """An hour after it, for the form; the person changes it."""
    try:
        return f"{datetime.strptime(begin, '%H:%M') + timedelta(hours=1):%H:%M}"  # noqa: DTZ007
    except ValueError:
        return "10:00"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_post(*_PAGES)
def booking(request: HttpRequest, id: int) -> HttpResponse:
    """One booking: to another time, or given back."""
    here = context.of(request)
    found = steps.one(id, actor=here.actor, policy=here.policy)
    if request.method == "POST" and "give_back" in request.POST:
        steps.cancel(id, actor=here.actor, policy=here.policy, now=here.now)
        return redirect(f"{reverse('centre:board')}?day={local(found.begin).date().isoformat()}")
    codes = {name.partition(":")[0]: name.partition(":")[2] for name in found.resources}
    first = {
        "day": local(found.begin).date(), "begin": f"{local(found.begin):%H:%M}", "end": f"{local(found.end):%H:%M}",
        "room": codes.get("room", ""), "mediator": codes.get("post", ""), "purpose": found.purpose, "number": found.number,
    }  # fmt: skip
    status, form = 200, BookForm(here, initial=first)
    if request.method == "POST":
        form = BookForm(here, {**first, **request.POST.dict()})
        if form.is_valid() and _save(form, here, id):
            return redirect("centre:booking", id)
        status = 422
    seen = frozenset({found.number}) if found.number else frozenset()
    shown = {"one": _held(found, here, seen), "form": form, "over": found.cancelled_at is not None}
    return render(request, "centre/booking.html", shown, status=status)


@require_safe
@never_cache
@for_post(*_PAGES)
def calendar(request: HttpRequest) -> HttpResponse:
    """一位调解员或一间房的一周."""
    here = context.of(request)
    centre = here.policy.centre
    whose = request.GET.get("whose", "")
    if whose not in centre.resources:
        whose = (
            f"post:{here.actor.post}" if here.actor.post in centre.mediators else f"room:{next(iter(centre.rooms), '')}"
        )
    day = _day(request, here)
    first = day - timedelta(days=day.weekday())
    sort, _, code = whose.partition(":")
    begin = steps.day_of(first, here.policy)[0]
    found = (steps.of_post if sort == "post" else steps.of_room)(code, begin)
    found = [b for b in found if local(b.begin).date() < first + timedelta(days=_WEEK)]
    seen = steps.numbers_seen(found, here.actor, here.policy)
    days = []
    for on in (first + timedelta(days=n) for n in range(_WEEK)):
        mine = [_held(b, here, seen, whose) for b in found if local(b.begin).date() == on]
        days.append((words.day(on), mine, on == here.today))
    mediator = centre.mediators.get(code) if sort == "post" else None
    choices = [(name, words.resource(name, here.policy), name == whose) for name in centre.resources]
    own = sort == "post" and code == here.actor.post
    more = {"whose": whose}
    return render(
        request,
        "centre/calendar.html",
        {
            "whose": words.resource(whose, here.policy),
            "mediator": mediator,
            "kind": words.kind(mediator.kind) if mediator else "",
            "department": name_in(here.policy, "unit", mediator.department) if mediator else "",
            "days": days,
            "choices": choices,
            "chosen_day": day.isoformat(),
            "feed": request.build_absolute_uri(feed.address(whose)) if own or sort == "room" else "",
            **_weeks(reverse("centre:calendar"), first, more),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_post(*_PAGES)
def roster(request: HttpRequest) -> HttpResponse:
    """谁在岗，哪里缺人：看一周."""
    here = context.of(request)
    clerk = permissions.granted(here.actor, "MediatorConfirmed", here.policy)
    own = "" if clerk else here.actor.post
    form = AwayForm(here, own)
    left: list[Held] = []
    status = 200
    if request.method == "POST":
        form = AwayForm(here, own, request.POST)
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                found = steps.report_away(
                    given["mediator"],
                    given["since"],
                    given["until"],
                    given["reason"],
                    actor=here.actor,
                    policy=here.policy,
                    now=here.now,
                )
            except BadInput:
                form.add_error("until", gettext("最后一天要在第一天以后，而且还没有过去。"))
            else:
                if not found:
                    return redirect("centre:roster")
                seen = steps.numbers_seen(found, here.actor, here.policy)
                left, status, form = [_held(b, here, seen) for b in found], 200, AwayForm(here, own)
    first = _day(request, here)
    week = [_roster_day(one, here) for one in steps.week(here.policy, first)]
    shown = {
        "week": week,
        "holes": sum(len(shift.holes) for day in week for shift in day.shifts),
        "form": form,
        "left": left,
        "may_enter": clerk or here.actor.post in here.policy.centre.mediators,
        **_weeks(reverse("centre:roster"), first),
    }
    return render(request, "centre/roster.html", shown, status=status)


@dataclass(frozen=True, slots=True)
class HoleShown:
    name: str
    there: int
    least: int
    callable: tuple[tuple[str, str], ...]  # name, and the way to book


@dataclass(frozen=True, slots=True)
class ShiftShown:
    hours: str
    there: tuple[tuple[str, str], ...]  # department, how many and of which footing
    count: int
    holes: tuple[HoleShown, ...]


@dataclass(frozen=True, slots=True)
class DayShown:
    day: str
    shifts: tuple[ShiftShown, ...]
    away: tuple[str, ...]
    unknown: bool


def _roster_day(one: steps.RosterDay, here: Here) -> DayShown:
    policy, english = here.policy, here.language == "en"
    shifts = []
    for shift in one.shifts:
        by_department: dict[str, list[str]] = {}
        for post in shift.there:
            by_department.setdefault(policy.centre.mediators[post].department, []).append(post)
        there = tuple(
            (name_in(policy, "unit", unit), "、".join(words.resource(f"post:{p}", policy) for p in posts))
            for unit, posts in by_department.items()
        )
        holes = []
        for hole in shift.holes:
            begin = {"day": one.day.isoformat(), "begin": f"{local(hole.begin):%H:%M}"}
            ways = tuple(
                (
                    words.resource(f"post:{post}", policy),
                    f"{reverse('centre:book')}?{urlencode({'mediator': post, **begin})}",
                )
                for post in hole.callable[:4]
            )
            holes.append(HoleShown(hole.need.name_en if english else hole.need.name, hole.there, hole.need.least, ways))
        shifts.append(ShiftShown(words.hours(shift.begin, shift.end), there, len(shift.there), tuple(holes)))
    away = tuple(words.resource(f"post:{a.post}", policy) for a in one.away)
    return DayShown(words.day(one.day), tuple(shifts), away, one.unknown)
