"""The loop on one matter, step by step through the ledger: who may, what is refused and why, what the clocks do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.people import Cast, at, aunt_wang
from wushi.domain import errors
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import moves, reading, turning
from wushi.steps.evaluate import call_back, follow
from wushi.steps.report import register
from wushi.store.ledger import ledger

MORNING = at("2026-08-03 09:00")  # a Monday


class Story:
    """One matter and a clock that moves on by a minute with each step."""

    def __init__(self, policy: Policy, cast: Cast, now: datetime = MORNING) -> None:
        self.policy, self.cast, self.now = policy, cast, now
        self.receipt = register.register(aunt_wang(), actor=cast.li, policy=policy, now=now)
        self.number = self.receipt.number

    def later(self, **by: float) -> Story:
        self.now += timedelta(**by)
        return self

    def take(self, name: str, actor: Actor, **fields: object) -> Matter:
        self.now += timedelta(minutes=1)
        return moves.take(name, self.number, fields, actor=actor, policy=self.policy, now=self.now)

    def turn(self) -> turning.Turned:
        return turning.turn_all(self.policy, self.now)

    @property
    def matter(self) -> Matter:
        return ledger.load(self.number)[1]

    def kinds(self) -> list[str]:
        return [n.event.kind for n in ledger.history(ledger.load(self.number)[0])]


@pytest.fixture
def story(house: Policy, cast: Cast) -> Story:
    return Story(house, cast)


@pytest.fixture
def with_unit(story: Story) -> Story:
    """Property matter in the hands of the housing department: a limit in days, so that it can be extended."""
    story.turn()
    story.take("classify", story.cast.li, subject="property")
    story.take("dispatch", story.cast.zhao, unit="housing")
    return story


@pytest.fixture
def in_progress(with_unit: Story) -> Story:
    chen = with_unit.cast.chen("housing")
    with_unit.take("sign_for", chen)
    with_unit.take("contact", chen)
    return with_unit


def test_the_machine_proposes_with_reasons_and_a_person_decides(story: Story) -> None:
    assert story.turn().taken == 1
    matter = story.matter
    assert matter.state == "registered"
    assert matter.subject.startswith("property/heating") or matter.subject.startswith("utilities") or matter.subject
    assert matter.place == "150302002001"
    assert matter.proposed_unit
    reasons = next(
        n.event.reasons for n in ledger.history(ledger.load(story.number)[0]) if n.event.kind == "Classified"
    )  # type: ignore[attr-defined]
    assert any("暖气" in r for r in reasons)


def test_a_whole_life_from_call_to_closing(in_progress: Story) -> None:
    s = in_progress
    s.take("reply", s.cast.chen("housing"), words="已更换阀门，恢复供暖。")
    s.take("call_back", s.cast.wu, contacted=True, solved=True, satisfaction="satisfied")
    matter = s.take("close", s.cast.wu)
    assert matter.state == "closed"
    assert matter.close_basis == "callback"
    assert not matter.running
    assert all(c.met for c in matter.clocks)


def test_what_is_solved_and_content_is_closed_by_the_worker_whoever_asked(in_progress: Story) -> None:
    s = in_progress
    s.take("reply", s.cast.chen("housing"), words="已更换阀门，恢复供暖。")
    s.take("call_back", s.cast.wu, contacted=True, solved=True, satisfaction="basically")
    s.turn()
    assert (s.matter.state, s.matter.close_basis) == ("closed", "callback") and not s.matter.running
    [closing] = [n for n in ledger.history(ledger.load(s.number)[0]) if n.event.kind == "Closed"]
    assert closing.post == "machine"


@pytest.mark.parametrize(("solved", "satisfaction"), [(True, "dissatisfied"), (True, "none"), (False, "satisfied")])
def test_what_is_not_solved_or_not_content_waits_for_a_person_with_a_clock(
    in_progress: Story, solved: bool, satisfaction: str
) -> None:
    s = in_progress
    s.take("reply", s.cast.chen("housing"), words="已更换阀门，恢复供暖。")
    s.take("call_back", s.cast.wu, contacted=True, solved=solved, satisfaction=satisfaction)
    s.turn()
    assert s.matter.state == "callback" and [c.name for c in s.matter.running] == ["callback"]


def test_the_callback_is_never_made_by_the_unit_that_handled_it(in_progress: Story) -> None:
    s = in_progress
    s.take("reply", s.cast.chen("housing"), words="已处理。")
    own = Actor("housing.callback", "housing", "callback_agent")
    with pytest.raises(errors.NotPermitted, match="handled the matter"):
        s.take("call_back", own, contacted=True, solved=True, satisfaction="satisfied")


def test_a_unit_objects_once_and_is_bound_by_the_designation(with_unit: Story) -> None:
    s, chen = with_unit, with_unit.cast.chen("housing")
    s.take("object", chen, reason="供热属热力公司")
    assert s.matter.state == "objection"
    due = s.matter.clock("reply").due  # type: ignore[union-attr]
    with pytest.raises(errors.RuleBroken, match="has objected"):
        s.take("dispatch", s.cast.zhao, unit="housing")
    s.take("designate", s.cast.judge, unit="housing", reason="物业收费纠纷属住建")
    assert s.matter.designated
    assert s.matter.clock("reply").due == due  # type: ignore[union-attr]
    with pytest.raises(errors.RuleBroken, match="no return"):
        s.take("object", chen, reason="还是不归我们")


def test_an_objection_comes_within_the_limit_or_not_at_all(with_unit: Story) -> None:
    s = with_unit.later(hours=25)
    with pytest.raises(errors.RuleBroken, match="was possible until"):
        s.take("object", s.cast.chen("housing"), reason="不归我们")


def test_an_extension_is_asked_once_approved_by_the_head_and_told_to_the_resident(in_progress: Story) -> None:
    s = in_progress
    chen, sun = s.cast.chen("housing"), s.cast.sun("housing")
    before = s.matter.clock("reply").due  # type: ignore[union-attr]
    s.take("ask_extension", chen, reason="配件在途")
    with pytest.raises(errors.NotPermitted):
        s.take("grant_extension", chen, told=True)
    with pytest.raises(errors.RuleBroken, match="must be told"):
        s.take("grant_extension", sun, told=False)
    s.take("grant_extension", sun, told=True)
    after = s.matter.clock("reply").due  # type: ignore[union-attr]
    assert (before, after) == (at("2026-08-11 00:00"), at("2026-08-18 00:00"))
    with pytest.raises(errors.RuleBroken, match="once"):
        s.take("ask_extension", chen, reason="再延")


def test_a_limit_in_hours_has_no_extension(story: Story) -> None:
    story.turn()
    story.take("classify", story.cast.li, subject="property/heating/cold")
    unit = story.take("dispatch", story.cast.zhao).unit
    chen = story.cast.chen(unit)
    story.take("sign_for", chen)
    story.take("start", chen)
    with pytest.raises(errors.RuleBroken, match="counted in hours"):
        story.take("ask_extension", chen, reason="忙")


def test_a_deferral_stops_the_clock_and_gives_back_the_exact_remainder(in_progress: Story) -> None:
    s = in_progress
    s.take("propose_deferral", s.cast.chen("housing"), reason="规划未批", plan="列入明年改造", next_date="2026-08-20")
    s.take("defer", s.cast.supervisor)
    left = s.matter.clock("reply").due - s.now  # type: ignore[union-attr]
    assert [c.name for c in s.matter.running] == ["review"]
    s.later(days=9)
    s.take("resume", s.cast.chen("housing"), reason="资金到位")
    assert s.matter.clock("reply").due - s.now == left  # type: ignore[union-attr]


def test_a_reopening_needs_new_grounds(in_progress: Story) -> None:
    s, ground = in_progress, next(iter(in_progress.policy.reopen))
    chen = s.cast.chen("housing")
    s.take("reply", chen, words="已处理。")
    s.take("call_back", s.cast.wu, contacted=True, solved=False, satisfaction="dissatisfied")
    s.take("reopen", s.cast.wu, ground=ground, words="三单元还是不热")
    assert s.matter.clock("reply").stopped is None  # type: ignore[union-attr]
    s.take("sign_for", chen)
    s.take("start", chen)
    s.take("reply", chen, words="已处理。")
    s.take("call_back", s.cast.wu, contacted=True, solved=False, satisfaction="dissatisfied")
    with pytest.raises(errors.RuleBroken, match="same reasons"):
        s.take("reopen", s.cast.wu, ground=ground, words="三单元，还是不热！")
    s.take("reopen", s.cast.wu, ground=ground, words="主管道又漏水了")
    assert s.matter.state == "reopened"


def test_not_accepted_names_the_right_channel(story: Story) -> None:
    ground, meant = next(iter(story.policy.not_accepted.items()))
    story.take("refuse", story.cast.li, ground=ground)
    event = ledger.history(ledger.load(story.number)[0])[-1].event
    assert (event.ground, event.channel) == (ground, meant.channel)  # type: ignore[attr-defined]
    assert meant.channel
    with pytest.raises(errors.BadInput, match="one of"):
        Story(story.policy, story.cast).take("refuse", story.cast.li, ground="because")


@pytest.mark.parametrize("line", ["110", "119", "120"])
def test_an_emergency_is_handed_over_at_once(story: Story, line: str) -> None:
    matter = story.take("transfer_out", story.cast.li, line=line, call="3way-7781")
    assert (matter.state, matter.transferred_to, matter.running) == ("transferred_out", line, ())


def test_merged_matters_keep_their_own_callback(in_progress: Story) -> None:
    lead, follower = in_progress, Story(in_progress.policy, in_progress.cast, in_progress.now)
    follower.take("merge", follower.cast.li, into=lead.number)
    assert lead.matter.followers == (follower.number,)
    lead.now = follower.now
    lead.take("reply", lead.cast.chen("housing"), words="整栋楼已恢复。")
    lead.turn()
    assert follower.matter.state == "handled"
    assert follower.matter.clock("callback") is not None
    follower.now = lead.now
    follower.take("call_back", follower.cast.wu, contacted=True, solved=False, satisfaction="dissatisfied")
    assert follower.matter.state == "callback"
    assert lead.matter.state == "handled"


def test_a_matter_is_not_merged_into_itself_nor_into_a_follower(story: Story) -> None:
    with pytest.raises(errors.BadInput, match="into itself"):
        story.take("merge", story.cast.li, into=story.number)
    second, third = (Story(story.policy, story.cast) for _ in range(2))
    second.take("merge", story.cast.li, into=story.number)
    with pytest.raises(errors.RuleBroken, match="itself follows"):
        third.take("merge", story.cast.li, into=second.number)


def test_the_second_of_two_people_is_told_what_happened(with_unit: Story) -> None:
    s, chen = with_unit, with_unit.cast.chen("housing")
    seen = s.matter.version
    s.take("sign_for", chen)
    with pytest.raises(errors.StaleMatter) as told:
        moves.take("note", s.number, {"words": "同时"}, actor=chen, policy=s.policy, now=s.now, seen=seen)
    assert [h["what"] for h in told.value.facts["since"]] == ["SignedFor"]


def test_a_stranger_sees_nothing(with_unit: Story) -> None:
    qian = (
        with_unit.cast.chen("education")
        if "education" in with_unit.policy.tree
        else Actor("qian", "heat-company", "handler")
    )
    with pytest.raises(errors.OutOfScope):
        reading.matter(with_unit.number, qian, with_unit.policy)
    assert reading.work_list(qian, with_unit.policy).rows == []


def test_a_unit_that_lost_the_matter_sees_it_no_longer(with_unit: Story) -> None:
    s, chen = with_unit, with_unit.cast.chen("housing")
    assert reading.matter(s.number, chen, s.policy)
    s.take("object", chen, reason="供热属热力公司")
    s.take("dispatch", s.cast.zhao, unit="heat-company")
    with pytest.raises(errors.OutOfScope):
        reading.matter(s.number, chen, s.policy)


def test_a_community_is_never_lead_for_what_is_not_on_its_duty_list(story: Story) -> None:
    story.turn()
    with pytest.raises(errors.RuleBroken, match="duty list") as told:
        story.take("dispatch", story.cast.zhao, unit="150302002001")
    assert told.value.facts["reference"].startswith("beijing-2021#17")


def test_a_centre_hands_on_to_the_next_level_and_the_clock_runs_on(story: Story) -> None:
    story.turn()
    story.take("classify", story.cast.li, subject="property")
    story.take("dispatch", story.cast.li, unit="centre")
    due = story.matter.clock("reply").due  # type: ignore[union-attr]
    story.take("dispatch", story.cast.of("dispatcher", "centre"), unit="housing")
    matter = story.matter
    assert (matter.lead, matter.clock("reply").due) == ("housing", due)  # type: ignore[union-attr]
    assert sorted(c.name for c in matter.running) == ["contact", "reply", "sign"]
    with pytest.raises(errors.RuleBroken, match="must object"):
        story.take("dispatch", story.cast.zhao, unit="heat-company")


def test_a_dispatch_cites_the_duty_entry_and_a_gap_shows_as_one(story: Story) -> None:
    story.turn()
    proposed = story.matter.proposed_unit
    assert story.take("dispatch", story.cast.zhao).lead == proposed
    assert story.policy.title_of(story.matter.duty).startswith("《")
    chosen = Story(story.policy, story.cast)
    chosen.turn()
    chosen.take("dispatch", chosen.cast.zhao, unit="housing")
    assert chosen.matter.duty == ""
    entry = ledger.history(ledger.load(chosen.number)[0])[-1]
    assert entry.rule.startswith("hotline.reply") and entry.reference


def test_a_comment_or_a_new_class_moves_no_clock(with_unit: Story) -> None:
    s = with_unit
    before = s.matter.clocks
    s.take("note", s.cast.li, words="诉求人又来电催问")
    s.take("classify", s.cast.li, subject="housing" if "housing" in s.policy.subjects else "property")
    assert s.matter.clocks == before


def test_the_resident_follows_by_receipt_and_closes_by_saying_yes(in_progress: Story) -> None:
    s = in_progress
    s.take("reply", s.cast.chen("housing"), words="已换阀门，联系人电话13900005678。")
    matter, history, words = follow.follow(s.number, s.receipt.code.lower())
    assert matter.state == "handled"
    assert "13900005678" not in "".join(t for _, t in words.values())
    assert len(history) == matter.version
    with pytest.raises(errors.NotFound):
        follow.follow(s.number, "WRONG234")
    call_back.rate(
        s.number, s.receipt.code, contacted=True, solved=True, satisfaction="satisfied", policy=s.policy, now=s.now
    )
    s.turn()
    assert s.matter.state == "closed"
    assert s.matter.callbacks[-1].by_resident


def test_who_reads_the_contact_says_why_and_leaves_a_trace(with_unit: Story) -> None:
    from wushi.steps.handle import work
    from wushi.store.vault import vault

    s, chen = with_unit, with_unit.cast.chen("housing")
    asked = {"actor": chen, "account": "chen", "policy": s.policy, "now": s.now}
    with pytest.raises(errors.BadInput, match="say for what"):
        work.requester(s.number, purpose=" ", **asked)  # type: ignore[arg-type]
    assert work.requester(s.number, purpose="约定上门时间", **asked)["phone"] == "13900001234"  # type: ignore[arg-type]
    id, _ = ledger.load(s.number)
    assert [(post, why) for _, post, _, why in vault.readings(id)] == [(chen.post, "约定上门时间")]


def test_every_event_names_actor_unit_rule_and_article(in_progress: Story) -> None:
    id, _ = ledger.load(in_progress.number)
    dispatched = next(n for n in ledger.history(id) if n.event.kind == "Dispatched")
    assert dispatched.post and dispatched.unit == "desk"
    assert dispatched.rule == "hotline.reply_general"
    assert in_progress.policy.title_of(dispatched.reference).startswith("《")
