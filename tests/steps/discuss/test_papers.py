"""The papers of a case: complete, without what is nobody's business, private talks never bound into the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.people import Cast
from tests.steps.cases import JOINT, PRIVATE_A, PRIVATE_B, Case, case

from wushi.domain import mediation_papers
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.paper import Paper
from wushi.domain.policy import Policy
from wushi.steps.discuss.mediation import file


@pytest.fixture
def agreed(house: Policy, cast: Cast) -> Case:
    c = case(house, cast).agreed(origin="court-before")
    c.take("file_material", sort="identity", title="双方身份证复印件", pages=2)
    return c


def written(c: Case, kind: str) -> Paper:
    return file.paper(c.number, kind, actor=c.mediator, account="test", policy=c.policy, now=c.now)


def test_every_paper_of_a_case(agreed: Case) -> None:
    opened = file.open_file(
        agreed.number, actor=agreed.mediator, account="t", purpose="办理", policy=agreed.policy, now=agreed.now
    )
    kinds = mediation_papers.offered(opened)
    assert kinds == ["registration", "rights", "record-1", "record-2", "record-3", "agreement", "performance", "confirmation", "package",
                     "file"]  # fmt: skip
    for kind in kinds:
        said = repr(written(agreed, kind))
        assert "民族" not in said and "None" not in said
        assert "王桂英" in said or kind in ("performance", "record-2")
        if folder := os.environ.get("WUSHI_PAPERS"):  # to be looked at
            from wushi.web.papers import printing, word

            Path(folder, f"{kind}.pdf").write_bytes(printing.pdf(written(agreed, kind), agreed.now))
            Path(folder, f"{kind}.docx").write_bytes(word.word(written(agreed, kind), agreed.now))


def test_the_agreement_has_what_the_law_asks_for(agreed: Case) -> None:
    said = repr(written(agreed, "agreement"))
    for needed in (
        "申请人（A）",
        "被申请人（B）",
        "主要事实",
        "责任",
        "履行的方式和期限",
        "人民币贰仟伍佰元整",
        "签名、盖章或者按指印",
        "人民调解委员会",
    ):
        assert needed in said, needed


def test_private_talks_are_not_bound_into_the_file(agreed: Case) -> None:
    said = repr(written(agreed, "file"))
    assert JOINT in said and PRIVATE_A not in said and PRIVATE_B not in said
    assert "双方身份证复印件" in said and "另附2页" in said


def test_the_package_for_the_court_has_an_index_and_nothing_that_was_said(agreed: Case) -> None:
    paper = written(agreed, "package")
    said = repr(paper)
    assert "Contents" in said and "司法确认申请书" in said and "人民调解协议书" in said and "双方身份证复印件" in said
    assert JOINT not in said and PRIVATE_A not in said


def test_the_clerk_reads_the_file_without_private_talks_and_others_do_not_open_it(agreed: Case) -> None:
    opened = file.open_file(
        agreed.number, actor=agreed.clerk, account="t", purpose="立卷", policy=agreed.policy, now=agreed.now
    )
    assert list(opened.records.values()) == [JOINT]
    with pytest.raises(BadInput, match="no record 1"):
        file.paper(agreed.number, "record-1", actor=agreed.clerk, account="t", policy=agreed.policy, now=agreed.now)
    with pytest.raises(NotPermitted):
        file.open_file(
            agreed.number, actor=agreed.other, account="t", purpose="看看", policy=agreed.policy, now=agreed.now
        )


def test_the_next_mediator_does_not_inherit_private_talks(house: Policy, cast: Cast) -> None:
    c = case(house, cast).mediated()
    c.take("declare_conflict", who=c.mediator, key="A", relation="relative")
    c.take("confirm_mediator", mediator=c.other.post)
    opened = file.open_file(c.number, actor=c.other, account="t", purpose="办理", policy=house, now=c.now)
    assert list(opened.records.values()) == [JOINT]


def test_the_end_without_agreement_names_the_remedies(house: Policy, cast: Cast) -> None:
    c = case(house, cast).mediated()
    c.take("fail_mediation", ground="no-agreement")
    said = repr(written(c, "ending"))
    assert "12368" in said and "第二十六条" in said
    with pytest.raises(BadInput):
        written(c, "confirmation")


def test_every_look_leaves_its_trace(agreed: Case) -> None:
    from wushi.store.ledger import ledger
    from wushi.store.vault import vault

    written(agreed, "agreement")
    _at, post, account, purpose = vault.readings(ledger.load(agreed.number)[0])[-1]
    assert (post, account, purpose) == (agreed.mediator.post, "test", "打印人民调解协议书")
