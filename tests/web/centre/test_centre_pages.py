"""The centre's pages: a room booked and refused in the user's words, the roster's holes a week ahead, a calendar that phones read."""

from __future__ import annotations

from datetime import datetime, timedelta

import icalendar
import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import signed_in, text_of

from wushi.domain.calendar import SHANGHAI
from wushi.domain.policy import Policy
from wushi.store.bookings.models import Booking


def _workday(policy: Policy) -> str:
    day = datetime.now(SHANGHAI).date() + timedelta(days=1)
    while not policy.calendar.is_working_day(day):
        day += timedelta(days=1)
    return day.isoformat()


@pytest.fixture
def clerk(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.of("mediation_clerk"))


def _form(day: str, **more: str) -> dict[str, str]:
    return {"day": day, "begin": "09:00", "end": "10:00", "room": "family", "purpose": "session", **more}


def test_a_room_is_booked_from_the_board_and_a_second_time_refused_in_words(clerk: Client, house: Policy) -> None:
    day = _workday(house)
    board = clerk.get("/centre/", {"day": day})
    assert text_of(board).count("建议") == 10 and len(house.centre.rooms) == board.content.decode().count(
        'class="room"'
    )
    form = _form(day, mediator="mediation.mediator-1")
    made = clerk.post("/centre/book/", form)
    assert made.status_code == 302
    again = clerk.post("/centre/book/", {**form, "mediator": "", "begin": "09:45", "end": "10:30"})
    assert again.status_code == 422
    assert "婚姻家庭调解室在" in text_of(again) and "09:00–10:00 已经有人预约了" in text_of(again)
    other = clerk.post("/centre/book/", {**form, "room": "labour"})
    assert "驻调处中心调解员（一）在" in text_of(other)
    assert "09:00–10:00 调解会" in text_of(clerk.get("/centre/", {"day": day}))
    id = Booking.objects.get().id
    moved = clerk.post(f"/centre/booking/{id}/", {**form, "begin": "15:00", "end": "16:30"})
    assert moved.status_code == 302 and "15:00–16:30" in text_of(clerk.get(f"/centre/booking/{id}/"))
    assert clerk.post(f"/centre/booking/{id}/", {"give_back": "yes"}).status_code == 302
    assert "已经退回" in text_of(clerk.get(f"/centre/booking/{id}/"))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"begin": "10:00", "end": "09:00"}, "结束要晚于开始"),
        ({"room": ""}, "请选一间房"),
        ({"begin": "08:00", "end": "20:00"}, "最多预约"),
        ({"number": "HBW-2020-0000001"}, "没有这个编号"),
        ({"day": "2020-01-02"}, "已经过了"),
        ({"day": "昨天"}, ""),
    ],
)
def test_bad_input_is_told_beside_its_field(clerk: Client, house: Policy, fields: dict[str, str], told: str) -> None:
    answer = clerk.post("/centre/book/", {**_form(_workday(house)), **fields})
    assert answer.status_code == 422 and told in text_of(answer)
    assert not Booking.objects.exists()


def test_the_roster_shows_its_holes_and_takes_absences(clerk: Client, house: Policy) -> None:
    shown = text_of(clerk.get("/centre/roster/"))
    assert "缺人" in shown and "可以约随驻" in shown and "医疗缺人" in shown
    day = _workday(house)
    clerk.post("/centre/book/", _form(day, mediator="mediation.mediator-1"))
    away = {"mediator": "mediation.mediator-1", "since": day, "until": day, "reason": "leave"}
    answer = clerk.post("/centre/roster/", away)
    assert "需要换一位调解员" in text_of(answer)
    assert clerk.post("/centre/book/", _form(day, room="labour", mediator="mediation.mediator-1")).status_code == 422
    assert clerk.post("/centre/roster/", {**away, "until": "2020-01-01"}).status_code == 422


def test_the_feed_is_read_by_calendars_and_tells_no_matter(clerk: Client, house: Policy, cast: Cast) -> None:
    day = _workday(house)
    clerk.post("/centre/book/", _form(day, mediator="mediation.mediator-1"))
    mediator = signed_in(cast.of("mediator"))
    page = mediator.get("/centre/calendar/").content.decode()
    address = page.split('href="http://testserver')[1].split('"')[0]
    assert address.endswith(".ics")
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    read = icalendar.Calendar.from_ical(answer.content)
    [event] = [c for c in read.walk() if c.name == "VEVENT"]
    assert event["summary"] == "调解会" and event["location"] == "婚姻家庭调解室"
    assert event.decoded("dtstart").astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") == f"{day} 09:00"
    assert b"HBW-" not in answer.content
    clerk.post(f"/centre/booking/{Booking.objects.get().id}/", {"give_back": "yes"})
    [gone] = [c for c in icalendar.Calendar.from_ical(Client().get(address).content).walk() if c.name == "VEVENT"]
    assert gone["status"] == "CANCELLED" and gone["uid"] == event["uid"] and gone["sequence"] > event["sequence"]
    assert Client().get("/centre/feed/forged.ics").status_code == 404


def test_others_do_not_open_the_centre(house: Policy, cast: Cast) -> None:
    assert signed_in(cast.li).get("/centre/").status_code == 403
    assert Client().get("/centre/").status_code == 302


@pytest.mark.parametrize("address", ["/centre/", "/centre/book/", "/centre/calendar/", "/centre/roster/"])
def test_english_pages_stand(house: Policy, cast: Cast, address: str) -> None:
    answer = signed_in(cast.of("mediation_clerk"), "en").get(address)
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert not [c for c in text_of_part(main) if "一" <= c <= "鿿"], text_of_part(main)


def text_of_part(markup: str) -> str:
    import re

    return re.sub(r"<[^>]+>", " ", markup)
