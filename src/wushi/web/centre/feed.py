"""A calendar feed (iCalendar, RFC 5545) of one mediator or room: for calendars on phones, which cannot sign in."""

from __future__ import annotations

from datetime import timedelta

import icalendar
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wushi.domain.policy import Policy
from wushi.steps import booking as steps
from wushi.store.bookings.bookings import Booked
from wushi.web import context
from wushi.web.centre import words

_SALT = "wushi.centre.feed"
_BACK = timedelta(days=31)


def address(whose: str) -> str:
    """The address is the key: signed, for this one calendar, and good for nothing else."""
    return reverse("centre:feed", args=[signing.dumps(whose, salt=_SALT)])


def _event(one: Booked, whose: str, policy: Policy) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"booking-{one.id}@{policy.code}.wushi")
    event.add("dtstamp", one.cancelled_at or one.made_at)
    event.add("sequence", one.revision)
    event.add("dtstart", one.begin)
    event.add("dtend", one.end)
    # what is told here lies on a phone: when, where and what for; neither the matter nor its parties
    event.add("summary", words.purposes()[one.purpose])
    others = [words.resource(name, policy) for name in one.resources if name != whose]
    if others:
        event.add("location", "、".join(others))
    event.add("status", "CANCELLED" if one.cancelled_at else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


@require_safe
@cache_control(private=True, max_age=300)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        whose = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise Http404 from None
    here = context.of(request)
    if whose not in here.policy.centre.resources:
        raise Http404
    sort, _, code = whose.partition(":")
    found = (steps.of_post if sort == "post" else steps.of_room)(code, here.now - _BACK, with_cancelled=True)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//wushi//bookings//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("调处中心预约") + " " + words.resource(whose, here.policy))
    for one in found:
        calendar.add_component(_event(one, whose, here.policy))
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="wushi.ics"'
    return answer
