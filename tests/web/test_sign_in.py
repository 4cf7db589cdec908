"""Staff come in with an account and act in a post; who holds several chooses, who holds none is told so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.people import Cast

from wushi.domain.errors import NotPermitted
from wushi.domain.policy import Policy
from wushi.store.accounts.models import Holding, User
from wushi.web import context

pytestmark = pytest.mark.django_db

PASSWORD = "long-enough-to-keep"


def account(*posts: str, since: date = date(2020, 1, 1), until: date | None = None) -> User:
    user = User.objects.create_user("li", password=PASSWORD)
    for post in posts:
        Holding.objects.create(user=user, post=post, since=since, until=until)
    return user


@pytest.fixture
def desk(house: Policy) -> Client:
    return Client(headers={"accept-language": "zh-CN"})


def test_a_wrong_password_does_not_say_which_was_wrong(desk: Client) -> None:
    account()
    for given in ({"username": "li", "password": "no"}, {"username": "nobody", "password": PASSWORD}):
        shown = desk.post("/sign-in/", given).content.decode()
        assert "账号或密码不对" in shown


def test_signing_in_leads_to_the_page_that_was_asked_for_and_never_elsewhere(desk: Client, cast: Cast) -> None:
    account(cast.li.post)
    assert (
        "/work/"
        in desk.post("/sign-in/", {"username": "li", "password": PASSWORD, "next": "https://example.org/"})["Location"]
    )
    desk.post("/sign-out/")
    assert desk.post("/sign-in/", {"username": "li", "password": PASSWORD, "next": "/post/"})["Location"] == "/post/"


def test_one_post_is_taken_at_once_and_stands_in_the_head(desk: Client, cast: Cast, house: Policy) -> None:
    desk.force_login(account(cast.li.post))
    assert house.posts[cast.li.post].name in desk.get("/follow/").content.decode()


def test_who_holds_several_posts_chooses_one(desk: Client, cast: Cast) -> None:
    desk.force_login(account(cast.li.post, cast.zhao.post))
    assert desk.get("/work/")["Location"] == "/post/"
    answer = desk.post("/post/", {"post": cast.zhao.post, "next": "/follow/"})
    assert answer["Location"] == "/follow/"
    assert desk.session["post"] == cast.zhao.post


def test_nobody_takes_a_post_that_is_not_theirs(desk: Client, cast: Cast) -> None:
    desk.force_login(account(cast.li.post, cast.wu.post))
    desk.post("/post/", {"post": cast.zhao.post})
    assert desk.session.get("post") is None


@pytest.mark.parametrize("days", [-1, 0])
def test_a_post_that_has_ended_opens_nothing(desk: Client, cast: Cast, days: int) -> None:
    desk.force_login(account(cast.li.post, until=date.today() + timedelta(days=days - 1)))  # noqa: DTZ011
    assert "没有岗位" in desk.get("/work/").content.decode()


def test_an_account_without_a_post_is_told_what_to_do(desk: Client) -> None:
    desk.force_login(account())
    shown = desk.get("/work/").content.decode()
    assert "这个账号现在没有岗位" in shown and "管理员" in shown


def test_signing_out_takes_a_post_request(desk: Client, cast: Cast) -> None:
    desk.force_login(account(cast.li.post))
    assert desk.get("/sign-out/").status_code == 405
    assert desk.post("/sign-out/")["Location"] == "/"


class TestForPost:
    """The gate before every page of staff."""

    @staticmethod
    def ask(user: object, page: str, chosen: str = "") -> HttpResponse:
        @context.for_post(page)
        def view(request: HttpRequest) -> HttpResponse:
            return HttpResponse("in")

        request = RequestFactory().get("/unit/?state=late")
        request.user = user  # type: ignore[assignment]
        request.session = {context.POST_KEY: chosen}  # type: ignore[assignment]
        return view(request)

    def test_strangers_sign_in_first(self, house: Policy) -> None:
        from django.contrib.auth.models import AnonymousUser

        assert self.ask(AnonymousUser(), "see.desk")["Location"] == "/sign-in/?next=/unit/%3Fstate%3Dlate"

    def test_the_post_is_asked_for_before_the_page(self, house: Policy, cast: Cast) -> None:
        user = account(cast.li.post, cast.zhao.post)
        assert self.ask(user, "see.desk")["Location"] == "/post/?next=%2Funit%2F%3Fstate%3Dlate"
        assert self.ask(user, "see.desk", cast.zhao.post).content == b"in"

    def test_a_role_that_does_not_open_the_page_is_refused(self, house: Policy, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            self.ask(account(cast.li.post), "see.week")
