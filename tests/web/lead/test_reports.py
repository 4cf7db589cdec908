"""The week, the month, the figures of a branch and reports as files: who sees them, what they say, where numbers lead."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from tests.ledgers import HandMade
from tests.people import Cast
from tests.web.staff import signed_in

from wushi.domain import events as e
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures, naming


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    figures.forget()


@pytest.fixture
def march(house: Policy) -> Policy:
    """Two weeks of March: kept, late, overdue, supervised; simulated ones among them."""
    made = HandMade(house)
    for n in range(6):
        made.whole(
            f"HBW-2022-000000{n}",
            f"2022-03-0{1 + n} 09:00",
            "2022-03-12 00:00",
            f"2022-03-0{3 + n} 10:00",
            simulated=n < 2,
        )
    made.whole(
        "HBW-2022-0000007",
        "2022-03-03 09:00",
        "2022-03-05 00:00",
        "2022-03-07 10:00",
        unit="150302002001",
        satisfaction="dissatisfied",
    )
    made.register("HBW-2022-0000008", "2022-03-08 09:00").dispatch(
        "HBW-2022-0000008", "2022-03-08 10:00", "2022-03-10 00:00"
    )
    made.then(
        "HBW-2022-0000008", "2022-03-10 10:00", e.PlacedUnderSupervision("reply", "", None, "150302", 1, "overdue")
    )
    return house


def test_the_week_names_unit_and_post_of_what_is_overdue_and_supervised(march: Policy, cast: Cast) -> None:
    page = signed_in(cast.supervisor).get("/lead/week/?period=2022-W10")
    text = page.content.decode()
    assert page.status_code == 200
    assert "2022年第10周（3月7日至13日）" in text
    assert "超期未答复的事项" in text and text.count("HBW-2022-0000008") >= 2  # overdue, and under supervision
    assert naming.post_of("housing", march, "zh-Hans") in text and "住建局" in text
    assert "/matters/HBW-2022-0000008/" in text
    assert "/lead/figures/demand.overdue/?period=2022-W10" in text


def test_every_number_of_the_week_opens(march: Policy, cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    text = client.get("/lead/week/?period=2022-W10").content.decode()
    urls = {u.replace("&amp;", "&") for u in re.findall(r'href="(/lead/figures/[^"]+)"', text)}
    assert len(urls) > 10
    for url in sorted(urls)[:40]:
        assert client.get(url).status_code == 200, url


def test_the_month_and_all_figures(march: Policy, cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    month = client.get("/lead/month/?period=2022-03").content.decode()
    assert "2022年3月登记诉求" in month and "8 件" in month
    listed = client.get("/lead/figures/?period=2022-03").content.decode()
    assert "按期办结率" in listed and "6 / 7" in listed and "模拟" in listed
    one = client.get("/lead/figures/demand.on_time_rate/?period=2022-03&group=unit&key=150302002").content.decode()
    assert "0.00 %" in one and "HBW-2022-0000007" in one and "HBW-2022-0000001" not in one


def test_a_unit_s_head_sees_the_own_branch_and_no_other(march: Policy, cast: Cast) -> None:
    client = signed_in(cast.sun("housing"))
    text = client.get("/lead/figures/?period=2022-03").content.decode()
    assert "住建局的数字" in text and "6 / 6" in text
    assert client.get("/lead/figures/?period=2022-03&unit=municipal").status_code == 404
    assert "HBW-2022-0000007" not in client.get("/lead/figures/demand.on_time_rate/?period=2022-03").content.decode()


def test_who_may_not_open_the_pages_is_told(march: Policy, cast: Cast) -> None:
    handler = signed_in(cast.chen("housing"))
    for url in (
        "/lead/week/",
        "/lead/month/",
        "/lead/figures/",
        "/lead/figures/demand.open/",
        "/lead/reports/weekly.json",
    ):
        assert handler.get(url).status_code == 403, url
    from django.test import Client

    assert Client().get("/lead/week/").status_code == 302


def test_files_of_the_week(march: Policy, cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    got = {f: client.get(f"/lead/reports/weekly.{f}?period=2022-W10") for f in ("json", "html", "xlsx", "docx")}
    assert {r.status_code for r in got.values()} == {200}
    report = json.loads(got["json"].content)
    assert report["simulated"] == 0 and report["notice"]  # of the week before some were simulated
    overdue = next(
        p for c in report["chapters"] for p in c["parts"] if p["kind"] == "list" and p["indicator"] == "demand.overdue"
    )
    assert [m["number"] for m in overdue["matters"]] == ["HBW-2022-0000008"]
    page = got["html"].content.decode()
    assert (
        "<style>" in page and "演示数据" in page and "http" not in re.sub(r"http-equiv", "", page.split("</style>")[1])
    )
    for form in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(got[form].content)) as archive:
            assert archive.testzip() is None
            inside = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".xml"))
            assert "演示数据".encode() in inside
    assert client.get("/lead/reports/weekly.exe").status_code == 404
    assert client.get("/lead/reports/nonsense.json").status_code == 404


def test_a_period_of_another_kind_or_in_the_future_is_answered_honestly(march: Policy, cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    assert client.get("/lead/week/?period=2022").status_code == 422
    assert client.get("/lead/week/?period=nonsense").status_code == 422
    assert "这一期还没有开始" in client.get("/lead/week/?period=2090-W10").content.decode()
    assert "这一期没有记录" in client.get("/lead/month/?period=2001-01").content.decode()


def test_reports_in_english(march: Policy, cast: Cast) -> None:
    client = signed_in(cast.supervisor, "en")
    text = client.get("/lead/week/?period=2022-W10").content.decode()
    assert "week 10 of 2022" in text and "overdue" in text
    main = text.split("<main", 1)[1].split("</main>")[0]
    assert not re.findall(r"[\u4e00-\u9fff]{2,}", re.sub(r"<[^>]+>", "", main))
