"""The hub: a hand-over keeps number, time and limit; a matter rises level by level; a group's tasks hold the whole open."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from tests.people import Cast, at
from wushi.domain import hub
from wushi.domain.errors import BadInput, NotFound, NotPermitted, OutOfScope, RuleBroken, WrongState
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.steps import moves, turning
from wushi.steps.report import hand_over
from wushi.steps.report.hand_over import HandOver, Receipt
from wushi.store.ledger import ledger

MONDAY = at("2026-08-03 09:00")
COMMUNITY, STREET = "150302001002", "150302001"


class Story:
    """Moves matters on, a minute later each time."""

    def __init__(self, policy: Policy, cast: Cast) -> None:
        self.policy, self.cast, self.now = policy, cast, MONDAY

    def take_over(self, source: str = "court", number: str = "（2026）内0302诉前调1号", **more: object) -> Receipt:
        given = HandOver(source, number, MONDAY - timedelta(days=2), "买卖合同货款纠纷，双方同意调解。", **more)  # type: ignore[arg-type]
        return hand_over.take_over(given, actor=self.cast.of("channel"), policy=self.policy, now=self.now)

    def do(self, number: str, name: str, role: str = "mediation_clerk", unit: str = "", **given: object) -> Matter:
        self.now += timedelta(minutes=1)
        return moves.take(name, number, given, actor=self.cast.of(role, unit), policy=self.policy, now=self.now)

    def of(self, number: str) -> Matter:
        return ledger.load(number)[1]


@pytest.fixture
def story(house: Policy, cast: Cast) -> Story:
    return Story(house, cast)


def test_a_hand_over_keeps_number_time_and_limit_and_is_taken_once(story: Story) -> None:
    receipt = story.take_over()
    matter = story.of(receipt.number)
    assert matter.track == "dispute" and matter.unit == "mediation" and matter.channel == "court"
    assert matter.registered_at == (MONDAY - timedelta(days=2)).astimezone(UTC)
    # 30 days from the first of August, the day after the court received it, not from Monday, when we did
    assert receipt.due is not None and last_day(receipt.due).isoformat() == "2026-08-31"
    assert not receipt.already and story.take_over() == Receipt(
        receipt.number, "court", receipt.source_number, "mediation", matter.registered_at, receipt.due, True
    )
    due = at("2026-08-10 12:00")
    own = story.take_over("police-110", "JQ-77", due=due)
    assert own.due == due.astimezone(UTC) and story.of(own.number).clock("feedback").limit == "given"  # type: ignore[union-attr]
    assert story.take_over("grid", "G-1", to=COMMUNITY).due is None
    for wrong in ({"due": MONDAY - timedelta(days=3)}, {"to": "999"}):
        with pytest.raises(BadInput):
            story.take_over("grid", "G-2", **wrong)
    with pytest.raises(BadInput):
        story.take_over("church", "C-1")
    with pytest.raises(BadInput):
        story.take_over("grid", " ")


def test_a_refusal_names_another_owner_and_the_source_hears_it(story: Story) -> None:
    number = story.take_over().number
    for owner in ("mediation", "150302", "nobody", ""):
        with pytest.raises((RuleBroken, BadInput)):
            story.do(number, "refuse_hand_over", owner=owner, reason="不归我们")
    story.do(number, "refuse_hand_over", owner="labour", reason="属于劳动仲裁")
    matter = story.of(number)
    assert matter.state == "transferred_out" and not matter.running
    told = hand_over.progress("court", "（2026）内0302诉前调1号", channel="court", policy=story.policy)
    assert (told.state, told.owner, told.number) == ("transferred_out", "labour", number)
    with pytest.raises(NotPermitted):
        hand_over.progress("court", "（2026）内0302诉前调1号", channel="110", policy=story.policy)
    with pytest.raises(NotFound):
        hand_over.progress("court", "（2026）内0302诉前调9号", channel="court", policy=story.policy)


def test_the_result_goes_back_and_stops_the_clock(story: Story) -> None:
    number = story.take_over().number
    story.do(number, "answer_hand_over", result="resolved", words="双方达成协议。")
    clock = story.of(number).clock("feedback")
    assert clock is not None and clock.met
    assert (
        hand_over.progress("court", "（2026）内0302诉前调1号", channel="court", policy=story.policy).result
        == "resolved"
    )
    with pytest.raises(BadInput):
        story.do(number, "answer_hand_over", result="ok")


def test_it_rises_one_level_at_a_time_and_no_clock_moves(story: Story) -> None:
    number = story.take_over("community-room", "S-1", to=COMMUNITY).number
    before = story.of(number).clocks
    with pytest.raises(RuleBroken, match="community"):
        story.do(number, "whistle", "dispatcher", units=["housing"], reason="帮忙")
    story.do(number, "rise", "community_secretary", COMMUNITY, reason="谈了两次没有谈成")
    assert story.of(number).unit == STREET
    with pytest.raises(OutOfScope):  # it has left the community
        story.do(number, "rise", "community_secretary", COMMUNITY, reason="再上报")
    story.do(number, "rise", "handler", STREET, reason="涉及三个部门")
    matter = story.of(number)
    assert matter.unit == "mediation" and hub.facts(matter).levels == (COMMUNITY, STREET)
    assert matter.clocks == before
    with pytest.raises(RuleBroken, match="already"):
        story.do(number, "rise", reason="还要上")
    with pytest.raises(BadInput):
        second = story.take_over("community-room", "S-2", to=COMMUNITY).number
        story.do(second, "rise", "community_secretary", COMMUNITY, reason=" ")


def test_whistled_units_have_a_task_with_the_time_to_report_in(story: Story) -> None:
    number = story.take_over().number
    story.do(number, "whistle", units=["housing", "natural-resources"], reason="现场看房")
    joint = hub.facts(story.of(number))
    assert [(t.unit, t.sort) for t in joint.tasks] == [("housing", "whistle"), ("natural-resources", "whistle")]
    task = story.of(joint.tasks[0].number)
    clock = task.clock("task")
    assert (task.track, task.unit, task.split_from) == ("task", "housing", number)
    assert clock is not None and clock.limit == "task.report_in"
    with pytest.raises(BadInput):
        story.do(number, "whistle", units=["mediation"], reason="自己")


def test_a_group_keeps_the_whole_open_until_its_tasks_are_done(story: Story) -> None:
    number = story.take_over().number
    tasks = ["住建局 | 核对维修资金 | 2026-08-07", "labour | 核对工资"]
    story.do(number, "convene_group", reason="涉及两个部门", tasks=tasks)
    first, second = hub.facts(story.of(number)).tasks
    assert last_day(story.of(first.number).clock("task").due).isoformat() == "2026-08-07"  # type: ignore[union-attr]
    assert story.of(second.number).clock("task").limit == "task.do"  # type: ignore[union-attr]
    with pytest.raises(RuleBroken, match="still open") as refused:
        story.do(number, "refuse_dispute", ground="litigation")
    assert refused.value.facts["open"] == [first.number, second.number]
    with pytest.raises(OutOfScope):  # a co-handler sees its task, not the dispute
        story.do(number, "note", "handler", "housing", words="x")
    story.do(first.number, "sign_task", "handler", "housing")
    with pytest.raises(BadInput):
        story.do(first.number, "report_task", "handler", "housing", words=" ")
    story.do(first.number, "report_task", "handler", "housing", words="余额 12 万元，明细附后。")
    due = story.of(first.number).clock("task").due  # type: ignore[union-attr]
    story.do(number, "send_task_back", task=first.number, reason="没有明细")
    again = story.of(first.number)
    assert again.state == "signed" and again.clock("task").running and again.clock("task").due == due  # type: ignore[union-attr]
    story.do(first.number, "report_task", "handler", "housing", words="明细补上了。")
    with pytest.raises(NotPermitted):  # nobody accepts its own work
        story.do(first.number, "accept_task", "handler", "housing", task=first.number)
    story.do(number, "accept_task", task=first.number)
    assert story.of(first.number).state == "closed"
    with pytest.raises(WrongState):  # not reported yet
        story.do(number, "accept_task", task=second.number)
    with pytest.raises(NotPermitted):
        story.do(number, "override_parts", reason="急")
    story.do(number, "override_parts", "adjudicator", reason="工资已另案仲裁")
    story.do(number, "refuse_dispute", ground="litigation")
    assert story.of(number).state == "not_accepted"
    story.do(second.number, "report_task", "handler", "labour", words="已经仲裁。")  # the task itself goes on


def test_a_late_task_climbs_at_its_own_unit_once(story: Story) -> None:
    number = story.take_over().number
    story.do(number, "convene_group", reason="联办", tasks=["住建局 | 核对 | 2026-08-04"])
    [task] = hub.facts(story.of(number)).tasks
    story.do(task.number, "sign_task", "handler", "housing")
    later = at("2026-08-12 09:00")
    turning.turn_all(story.policy, later)
    kinds = [x.event.kind for x in ledger.history(ledger.load(task.number)[0])]
    assert kinds.count("FellOverdue") == 1 and "PlacedUnderSupervision" in kinds
    own = [x.event.clock for x in ledger.history(ledger.load(number)[0]) if x.event.kind == "FellOverdue"]  # type: ignore[attr-defined]
    assert "task" not in own  # the lead is not late for it


def test_a_meeting_keeps_dissent_and_its_decisions_become_tasks(story: Story) -> None:
    number = story.take_over().number
    meeting = {"on": "2026-08-03", "present": ["住建局", "labour"], "minutes": "研究了欠薪和维修。"}
    with pytest.raises(RuleBroken, match="convene"):
        story.do(number, "hold_meeting", **meeting)
    story.do(number, "convene_group", reason="联办", tasks=["住建局 | 核对"])
    for wrong in (
        {"on": "2026-09-01"}, {"present": ["住建局"]}, {"dissent": ["城管局 | 不同意"]}, {"dissent": ["不同意"]}, {"minutes": " "},
        {"decisions": ["不存在的局 | 办"]}, {"decisions": ["住建局 | 修 | 2026-01-01"]}, {"decisions": ["住建局 | 修 | 下周"]},
    ):  # fmt: skip
        with pytest.raises(BadInput):
            story.do(number, "hold_meeting", **{**meeting, **wrong})
    assert len(hub.facts(story.of(number)).tasks) == 1  # nothing half written
    decisions = ["住建局 | 拨付维修资金 | 2026-08-14", "人社局 | 调取工资表"]
    story.do(number, "hold_meeting", **meeting, dissent=["labour | 应先仲裁"], decisions=decisions)
    joint = hub.facts(story.of(number))
    assert joint.meetings[0].dissent == ("labour",) and joint.meetings[0].decisions == 2
    assert [(t.unit, t.sort, t.meeting) for t in joint.tasks[1:]] == [
        ("housing", "meeting", 1),
        ("labour", "meeting", 1),
    ]
    words = ledger.words(ledger.load(number)[0])
    assert "应先仲裁" in words[joint.meetings[0].seq][1]
    story.do(number, "withdraw_task", task=joint.tasks[2].number, reason="改由法院调取")
    assert story.of(joint.tasks[2].number).state == "withdrawn"


def test_an_accused_unit_is_never_called(story: Story, house: Policy) -> None:
    number = story.take_over().number
    matter = Matter(number, track="petition", state="registered", unit="petition", accused=("housing",))
    with pytest.raises(RuleBroken, match="about"):
        hub.whistle(matter, ("housing",), "来", house)
    with pytest.raises(RuleBroken, match="about"):
        hub.convene(matter, "", ("labour", "housing"), "联办", house)
    raised = Matter(number, track="petition", state="registered", unit=COMMUNITY, accused=(STREET,))
    with pytest.raises(RuleBroken, match="about"):
        hub.rise(raised, "上报", house)


def test_a_replay_makes_the_same(story: Story) -> None:
    from wushi.domain.matter import replay

    number = story.take_over("community-room", "S-9", to=COMMUNITY).number
    story.do(number, "rise", "community_secretary", COMMUNITY, reason="没有谈成")
    story.do(number, "convene_group", "unit_head", STREET, reason="联办", tasks=["住建局 | 核对"])
    id, matter = ledger.load(number)
    assert replay(number, ledger.history(id)) == matter
