"""The import as a whole: new, known or refused; the same file again takes in only what is new."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tests.channels.spreadsheet.files import GOOD, NOW, take, write_csv, write_excel, write_json_lines
from wushi.domain.events import KINDS
from wushi.domain.policy import Policy
from wushi.packs import maps
from wushi.site.cli.importing import import_
from wushi.store.ledger.encoding import decode_event
from wushi.store.ledger.models import Alarm, Event, Matter, Said


def rows(count: int, **facts: Any) -> list[dict[str, Any]]:
    return [{**GOOD, "编号": f"A-{n}", "内容": f"第{n}盏路灯不亮", **facts} for n in range(count)]


Writer = Callable[[Path, Any], Path]


@pytest.mark.parametrize(
    ("name", "write"), [("a.csv", write_csv), ("a.xlsx", write_excel), ("a.jsonl", write_json_lines)]
)
def test_a_sheet_of_demands_is_registered_once(house: Policy, tmp_path: Path, name: str, write: Writer) -> None:
    file = write(tmp_path / name, rows(3))
    count, refused = take(file, house)
    assert (count.imported, count.refused, count.already, refused) == (3, 0, 0, [])
    again, _ = take(file, house)
    assert (again.imported, again.refused, again.already) == (0, 0, 3)
    assert Matter.objects.count() == 3
    matter = Matter.objects.order_by("id").first()
    assert matter is not None
    assert (matter.channel, matter.state, matter.client_key) == ("phone", "registered", "demands:A-0")
    assert list(Event.objects.filter(matter_id=matter.id).order_by("seq").values_list("kind", flat=True)) == [
        "Registered",
        "Classified",
        "Located",
        "RouteProposed",
    ]


def test_a_dry_run_writes_nothing_and_says_the_same(house: Policy, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "a.csv",
        [*rows(3), GOOD, GOOD, {**GOOD, "编号": "B", "标题": "", "内容": ""}, {**GOOD, "编号": "A-1"}],
    )
    dry, told_dry = take(file, house, dry_run=True)
    assert Matter.objects.count() == Event.objects.count() == 0
    wet, told = take(file, house)
    assert dry == wet
    assert [(r.row, r.column) for r in told_dry] == [(r.row, r.column) for r in told]
    assert (wet.imported, wet.refused, wet.already) == (3, 4, 0)


def test_the_same_key_with_other_words_is_refused_and_nothing_is_overwritten(house: Policy, tmp_path: Path) -> None:
    take(write_csv(tmp_path / "a.csv", [GOOD]), house)
    count, refused = take(write_csv(tmp_path / "b.csv", [{**GOOD, "内容": "完全不同的另一件事"}]), house)
    assert (count.imported, count.refused, count.already) == (0, 1, 0)
    assert "was already used for HBW-2023-" in refused[0].reason
    assert Said.objects.get().text == GOOD["内容"]


def test_rows_without_a_key_are_told_apart_by_their_content_and_their_count(house: Policy, tmp_path: Path) -> None:
    bare = {k: v for k, v in GOOD.items() if k != "编号"}
    file = write_csv(tmp_path / "a.csv", [bare, bare, {**bare, "姓名": "李叔"}])
    assert take(file, house)[0].imported == 3
    assert take(file, house)[0].already == 3
    longer = write_csv(tmp_path / "b.csv", [{**bare, "内容": "另一件"}, bare, bare])
    count, _ = take(longer, house)
    assert (count.imported, count.already) == (1, 2)


def test_a_row_without_a_time_is_registered_now_and_says_so(house: Policy, tmp_path: Path) -> None:
    take(write_csv(tmp_path / "a.csv", [{**GOOD, "时间": ""}]), house)
    event = Event.objects.get(kind="Registered")
    decoded: Any = decode_event(event.kind, event.payload)
    assert decoded.time_assumed is True
    assert decoded.clocks[0].start == NOW


def test_names_and_codes_of_the_pack_both_name_a_place_and_a_subject(house: Policy, tmp_path: Path) -> None:
    unit = next(u for u in house.tree if u.level == "community")
    subject = next(s for s in house.subjects.values() if s.parent)
    names = [s.name for s in house.subjects.values()]
    assert names.count(subject.name) == 1
    file = write_csv(
        tmp_path / "a.csv",
        [
            {**GOOD, "编号": "1", "社区": unit.code, "分类": subject.code},
            {**GOOD, "编号": "2", "社区": unit.short, "分类": subject.name},
        ],
    )
    assert take(file, house)[0].imported == 2
    assert list(Matter.objects.values_list("place", "subject")) == [(unit.code, subject.code)] * 2


def test_an_imported_demand_has_its_next_alarm(house: Policy, tmp_path: Path) -> None:
    take(write_csv(tmp_path / "a.csv", [GOOD]), house)
    assert Alarm.objects.get().clock == "dispatch"


# --- history: orders with a unit, and answers with their own times --------------------------------------------------


MESSAGES = [
    {"id": "m1", "title": "路灯不亮", "text": "小区门口路灯不亮", "user": "U1", "created_at": "2019-03-01 09:00:00"},
    {"id": "m2", "title": "", "text": "学校乱收费。请查", "user": "", "created_at": None},
    {"id": "m3", "title": "噪音", "text": "夜里施工噪音", "user": "U3", "created_at": "2019-03-04 22:00:00"},
]


def test_messages_of_a_board_come_in_dispatched_with_clocks_from_their_own_day(house: Policy, tmp_path: Path) -> None:
    count, refused = take(write_json_lines(tmp_path / "m.jsonl", MESSAGES), house, "tipdm")
    assert (count.imported, refused) == (3, [])
    assert set(Matter.objects.values_list("state", flat=True)) == {"dispatched"}
    alarms = sorted(Alarm.objects.values_list("at", flat=True))
    quiet = NOW + timedelta(days=7)
    # what fell due years ago waits until the answers had time to come in
    assert all(at >= int((quiet - timedelta(days=1)).timestamp()) * 1_000_000 for at in alarms[1:])


def test_replies_stop_the_clocks_at_their_real_times(house: Policy, tmp_path: Path) -> None:
    take(write_json_lines(tmp_path / "m.jsonl", MESSAGES), house, "tipdm")
    replies = write_json_lines(
        tmp_path / "r.jsonl",
        [
            {"id": "m1", "replied_at": "2019-03-05 10:00:00", "reply": "已修好", "days": 4},
            {"id": "m3", "replied_at": "2019-05-05 10:00:00", "reply": "已处理", "days": 60},
            {"id": "m4", "replied_at": "2019-05-05 10:00:00", "reply": "?", "days": 60},
            {"id": "m2", "replied_at": "2019-05-05 10:00:00", "reply": "早于登记", "days": 60},
            {"id": "m1", "replied_at": "2019-03-06 10:00:00", "reply": "又一次", "days": 5},
            {"id": "m3", "replied_at": "2031-05-05 10:00:00", "reply": "将来", "days": 60},
            {"id": "m3", "replied_at": None, "reply": "", "days": None},
        ],
    )
    count, refused = take(replies, house, "tipdm-replies")
    assert (count.imported, count.refused, count.already) == (2, 5, 0)
    said = {r.row: (r.column, r.reason) for r in refused}
    assert "there is no matter imported under the key m4" in said[3][1]
    assert said[4][0] == "replied_at" and "lies before" in said[4][1]
    assert "has been answered already" in said[5][1]
    assert said[7] == ("replied_at", "is empty; say when the answer was given")
    from wushi.store.ledger import ledger

    kept = {m.client_key: ledger.load(m.number)[1] for m in Matter.objects.all()}
    first, late = kept["tipdm:m1"], kept["tipdm:m3"]
    assert (first.state, first.close_basis) == ("closed", "imported")
    reply = first.clock("reply")
    assert reply is not None and reply.met is True
    reply = late.clock("reply")
    assert reply is not None and reply.met is False
    assert kept["tipdm:m2"].state == "dispatched"
    again, _ = take(replies, house, "tipdm-replies")
    assert (again.imported, again.already, again.refused) == (0, 2, 5)


def test_a_reply_keeps_its_time_though_the_house_has_rung_since(house: Policy, tmp_path: Path) -> None:
    from wushi.steps.rebuild import rebuild
    from wushi.steps.turning import turn_all
    from wushi.store.ledger import ledger

    take(write_json_lines(tmp_path / "m.jsonl", MESSAGES[:1]), house, "tipdm")
    turn_all(house, NOW + timedelta(days=8))
    assert Event.objects.filter(kind="FellOverdue").exists()
    replies = [{"id": "m1", "replied_at": "2019-03-05 10:00:00", "reply": "已修好"}]
    take(write_json_lines(tmp_path / "r.jsonl", replies), house, "tipdm-replies", now=NOW + timedelta(days=9))
    _, matter = ledger.load(Matter.objects.get().number)
    reply = matter.clock("reply")
    assert matter.state == "closed" and reply is not None and reply.met is True
    assert rebuild(house, replace=False).differing == []


def test_orders_with_days_to_each_answer_become_events_of_those_days(house: Policy, tmp_path: Path) -> None:
    case = {
        "id": 1, "title": "内河发臭", "text": "内河发臭", "nature": "投诉", "channel": "e福州app", "anonymous": 1,
        "created_on": "2019-08-05", "river": "梅峰河", "reply": "已清理", "days_to_final_reply": 9,
        "days_to_first_forward": 2, "days_to_first_perfunctory": None, "days_to_first_explanation": 9,
        "days_to_first_progress": 5,
    }  # fmt: skip
    count, refused = take(write_json_lines(tmp_path / "c.jsonl", [case]), house, "fuzhou12345")
    assert (count.imported, refused) == (1, [])
    events = [
        (n.kind, n.at // 86_400_000_000, decode_event(n.kind, n.payload)) for n in Event.objects.order_by("position")
    ]
    day = events[0][1]
    assert [(kind, at - day) for kind, at, _ in events[5:]] == [
        ("SignedFor", 2),
        ("Contacted", 2),
        ("Contacted", 5),
        ("Replied", 9),
        ("Closed", 9),
    ]
    told: Any = events[8][2]
    assert told.outcome == "partly"
    matter = Matter.objects.get()
    assert (matter.channel, matter.state) == ("app", "closed")


def test_a_deadline_that_came_along_is_kept(house: Policy, tmp_path: Path) -> None:
    case = {
        "request_num": "15-1", "sr_type": "SW-Dirty Alley", "channel": "Phone", "agency": "Solid Waste",
        "neighborhood": "Lake Walker", "created_date": "2015-07-01 12:00:00", "due_date": "2015-07-08 12:00:00",
        "close_date": "2015-07-08 12:00:01",
    }  # fmt: skip
    other = {**case, "request_num": "15-2", "close_date": None, "due_date": None}
    wrong = {**case, "request_num": "15-3", "due_date": "2015-06-08 12:00:00"}
    count, refused = take(write_json_lines(tmp_path / "b.jsonl", [case, other, wrong]), house, "baltimore311")
    assert (count.imported, count.refused) == (2, 1)
    assert refused[0].column == "due_date"
    from wushi.store.ledger import ledger

    _, kept = ledger.load(Matter.objects.get(client_key="baltimore311:15-1").number)
    reply = kept.clock("reply")
    assert reply is not None
    assert (reply.limit, reply.met, reply.due.isoformat()) == ("given", False, "2015-07-08T16:00:00+00:00")
    _, kept = ledger.load(Matter.objects.get(client_key="baltimore311:15-2").number)
    assert kept.state == "dispatched"


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_last_line_counts_and_the_report_lists_what_was_refused(house: Policy, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "诉求.csv", [*rows(2), {**GOOD, "时间": "=1+1"}, {**GOOD, "渠道": "信鸽"}])
    result = CliRunner().invoke(import_, [str(file), "--map", "demands", "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[-1] == {"imported": 2, "refused": 2, "already": 0}
    assert [line["row"] for line in lines[:-1]] == [4, 5]
    with (tmp_path / "诉求.csv.refused.csv").open(encoding="utf-8-sig", newline="") as report:
        listed = list(csv.DictReader(report))
    assert [(r["row"], r["column"]) for r in listed] == [("4", "时间"), ("5", "渠道")]
    mended = write_csv(file, [*rows(2), {**GOOD, "编号": "C"}])
    result = CliRunner().invoke(import_, [str(mended), "--map", "demands", "--json"], catch_exceptions=False)
    assert json.loads(result.stdout.splitlines()[-1]) == {"imported": 1, "refused": 0, "already": 2}
    assert not (tmp_path / "诉求.csv.refused.csv").exists()


def test_a_workbook_gets_its_errors_in_a_copy(house: Policy, tmp_path: Path) -> None:
    file = write_excel(tmp_path / "a.xlsx", [*rows(2), {**GOOD, "内容": None, "时间": "昨天"}])
    before = file.read_bytes()
    CliRunner().invoke(import_, [str(file), "--map", "demands"], catch_exceptions=False)
    assert file.read_bytes() == before
    page = load_workbook(tmp_path / "a.refused.xlsx").active
    assert page is not None
    column = page.max_column
    assert page.cell(1, column).value == "错误 / error"
    assert [page.cell(n, column).value for n in (2, 3)] == [None, None]
    assert "时间" in str(page.cell(4, column).value)


def test_a_file_of_which_nothing_can_be_taken_ends_with_status_1(house: Policy, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [{**GOOD, "编号": "B", "标题": "", "内容": ""}])
    assert CliRunner().invoke(import_, [str(file), "--map", "demands"]).exit_code == 1


def test_a_dry_run_leaves_no_report_unless_asked(house: Policy, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [GOOD, {**GOOD, "编号": "B", "标题": "", "内容": ""}])
    CliRunner().invoke(import_, [str(file), "--map", "demands", "--dry-run"], catch_exceptions=False)
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    asked = [str(file), "--map", "demands", "--dry-run", "--report", str(tmp_path / "bad.csv")]
    CliRunner().invoke(import_, asked, catch_exceptions=False)
    assert (tmp_path / "bad.csv").exists()


def test_the_blank_workbook_can_be_filled_and_imported(house: Policy, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    CliRunner().invoke(import_, ["--map", "demands", "--template", str(blank)], catch_exceptions=False)
    book = load_workbook(blank)
    page = book["诉求"]
    names = [c.value for c in page[1]]
    assert "诉求内容" not in names  # another name for 内容
    for n, row in enumerate(rows(2), 2):
        for column, value in row.items():
            page.cell(n, names.index(column) + 1, value)
    book.save(tmp_path / "filled.xlsx")
    count, refused = take(tmp_path / "filled.xlsx", house)
    assert (count.imported, refused) == (2, [])


def test_every_event_of_an_import_is_in_the_vocabulary(house: Policy, tmp_path: Path) -> None:
    take(write_json_lines(tmp_path / "m.jsonl", MESSAGES), house, "tipdm")
    assert set(Event.objects.values_list("kind", flat=True)) <= set(KINDS)


def test_all_maps_of_the_pack_are_sound(policy: Policy) -> None:
    assert [str(p) for p in maps.check(policy).found] == []
    assert maps.names(policy) == ["baltimore311", "demands", "fuzhou12345", "tipdm", "tipdm-replies"]
