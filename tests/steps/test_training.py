"""Training: honest figures on a part held out, a model without code in it, and words and model together."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tests.channels.spreadsheet.files import write_json_lines
from tests.people import Cast, at
from wushi.domain.classification import NOTHING, Guess, View, blend
from wushi.domain.errors import BadInput
from wushi.domain.incoming import Incoming
from wushi.domain.learning import Learning, Score, compare
from wushi.domain.policy import Policy
from wushi.site.cli.learning import classify as classify_command
from wushi.site.cli.learning import train as train_command
from wushi.steps.report import classify, own_matters, propose, register, settle, train, trained
from wushi.steps.report.answer import answer
from wushi.steps.report.features import letters
from wushi.steps.report.model_arrays import to_bytes
from wushi.steps.report.train import Labelled
from wushi.store.registers.models import Promotion

WORDS = {
    "教育文体": "学校 老师 补课 学生 教育局 幼儿园 学费 高考 分班 作业",
    "交通运输": "出租车 公交 司机 客运 班车 高速 路线 货车 超载 驾照",
    "环境保护": "污水 排放 噪音 废气 异味 河流 垃圾场 扬尘 工厂 臭味",
}


def labelled(count: int = 60, seed: int = 3) -> list[Labelled]:
    chance = random.Random(seed)
    return [
        Labelled("", "".join(chance.choices(words.split(), k=8)) + f"第{n}件", label)
        for label, words in WORDS.items()
        for n in range(count)
    ]


@pytest.fixture
def no_model() -> Iterator[None]:
    trained.path().unlink(missing_ok=True)
    yield
    trained.path().unlink(missing_ok=True)


def test_a_model_learns_and_says_how_well_on_rows_it_has_not_seen(house: Policy, no_model: None) -> None:
    found = train.train(labelled(), house)
    figures = found.figures
    # the model that is kept learns from all; what is told was measured by a twin that has not seen the part held out
    assert figures["learnt_from"] == figures["rows"] == 180
    assert figures["held_out"] > 15
    assert figures["model_alone"]["accuracy"] > 0.9
    assert figures["with_model"]["accuracy"] >= figures["words_alone"]["accuracy"]
    assert "before" not in figures


def test_nothing_of_a_group_is_on_both_sides_and_the_split_is_the_same_again() -> None:
    chance = random.Random(5)
    rows = [
        Labelled("", f"文字{n}", "教育文体", (f"dup_group:{chance.randrange(400)}", f"seg_row:{chance.randrange(400)}"))
        for n in range(200)
    ]
    learn, held = train.split(rows)
    assert learn and held
    assert not {g for r in learn for g in r.groups} & {g for r in held for g in r.groups}
    assert train.split(rows) == (learn, held)
    # the same text with other blanks and signs is the same text
    twice = [Labelled("a", "同样的 文字。", "教育文体"), Labelled("", "a同样的文字", "教育文体")] * 20
    learn, held = train.split([*twice, *rows])
    assert len({r.read in {t.read for t in twice} for r in held if r.text.endswith("文字") or "同样" in r.text}) <= 1


def test_too_little_to_learn_from_is_refused(policy: Policy) -> None:
    with pytest.raises(BadInput, match="at least two labels"):
        train.train(labelled(3), policy)
    with pytest.raises(BadInput, match="at least two labels"):
        train.train([Labelled("", f"文字{n}", "没有的标签") for n in range(100)], policy)


def test_the_promoted_model_classifies_and_is_in_the_register(house: Policy, no_model: None) -> None:
    assert trained.predict(["老师补课"], house) == [trained.NO_VIEW]
    found = train.train(labelled(), house)
    digest = train.promote(found, datetime.now(UTC))
    assert Promotion.objects.get().digest == digest
    model = trained.current()
    assert model is not None and model.digest == digest
    texts = [r.read for r in labelled(20, seed=9)]
    kept, fresh = model.probabilities(texts), found.model.probabilities(texts)
    assert np.allclose(kept, fresh, atol=0.02)  # half precision in the file
    assert (kept.argmax(axis=1) == fresh.argmax(axis=1)).all()
    views = trained.predict(texts, house)
    assert [v.subject for v in views] == [trained.subject_of(r.label, house) for r in labelled(20, seed=9)]
    again = train.train(labelled(), house)
    assert "before" in again.figures


def test_the_model_file_holds_no_code(house: Policy, no_model: None) -> None:
    trained.put(to_bytes(train.train(labelled(), house).model), trained.path())
    with np.load(trained.path(), allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_empty_and_strange_texts_get_an_answer(house: Policy, no_model: None) -> None:
    model = train.train(labelled(), house).model
    texts = ["", " ", "!!!", "\ud800", "\U0001f600", "abc", "长" * 10000, "a\nb"]
    probabilities = model.probabilities(texts)
    assert probabilities.shape == (len(texts), 3)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert model.probabilities(["", ""]).shape == (2, 3)
    for n, text in enumerate(texts):  # alone or among others: the same
        assert np.allclose(model.probabilities([text])[0], probabilities[n], atol=1e-5)


def test_both_scripts_are_read_as_the_same_letters() -> None:
    for simple, traditional in (("学校补课", "學校補課"), ("噪音污染", "噪音汙染"), ("ABC路", "abc路")):
        assert letters([simple]).codes.tolist() == letters([traditional]).codes.tolist()


# --- words and model together ---------------------------------------------------------------------------------------


def guess(subject: str, confidence: float) -> Guess:
    return Guess(subject, confidence, (f"“{subject}”",))


def test_words_alone_and_model_alone() -> None:
    assert blend([], View()) is NOTHING
    assert blend([], View("housing", 0.8)).subject == "housing"
    assert blend([guess("property/heating", 0.6)], View()).subject == "property/heating"


def test_a_coarser_label_of_the_model_strengthens_the_finer_subject_of_the_words() -> None:
    view = View("housing", 0.9, {"property": 0.8, "housing": 0.85})
    joined = blend([guess("property/heating/cold", 0.6)], view)
    assert joined.subject == "property/heating/cold"
    assert joined.confidence > 0.9


def test_the_first_branch_that_fits_the_models_view_stands() -> None:
    view = View("education", 0.95, {"education": 0.93, "market": 0.04})
    joined = blend([guess("market/price", 0.5), guess("education/fee", 0.3)], view)
    assert joined.subject == "education/fee"
    assert ("market/price", 0.5) in joined.alternatives


def test_where_nothing_fits_the_stronger_stands_with_the_other_beside_it() -> None:
    sure = blend([guess("market/price", 0.3)], View("education", 0.95, {"market": 0.1}))
    assert sure.subject == "education" and ("market/price", 0.3) in sure.alternatives
    unsure = blend([guess("market/price", 0.7)], View("education", 0.4, {"market": 0.1}))
    assert unsure.subject == "market/price" and ("education", 0.4) in unsure.alternatives


# --- the commands ---------------------------------------------------------------------------------------------------


def test_train_and_classify_by_command(house: Policy, no_model: None, tmp_path: Path) -> None:
    rows = [{"id": n, "title": r.title, "text": r.text, "label1": r.label} for n, r in enumerate(labelled())]
    file = write_json_lines(tmp_path / "a.jsonl", [*rows, {"id": 1, "text": "没有标签", "label1": None}])
    run = CliRunner().invoke(train_command, ["--data", str(file), "--json"], catch_exceptions=False)
    assert json.loads(run.stdout)["rows"] == 180
    lines = '{"id": 7, "title": "老师乱收补课费", "text": "学校老师周末收费补课"}\n\nnonsense\n{"id": "x"}\n'
    run = CliRunner().invoke(classify_command, input=lines)
    assert run.exit_code == 1  # one line was no object
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert [a["id"] for a in answers] == [7, "x"]
    assert answers[0]["subject"] == "教育文体"  # a model of another scheme answers in its labels
    assert set(answers[0]) == {"id", "subject", "confidence", "alternatives", "reasons"}
    assert answers[0]["reasons"]


def test_data_without_a_label_column_is_refused(house: Policy, tmp_path: Path) -> None:
    file = write_json_lines(tmp_path / "a.jsonl", [{"text": "a"}])
    with pytest.raises(BadInput, match="lacks the column label1; it has text"):
        CliRunner().invoke(train_command, ["--data", str(file)], catch_exceptions=False)


@pytest.mark.slow
def test_real_labels_are_learnt_better_than_by_words_alone(house: Policy, no_model: None, shared: Path) -> None:
    from wushi.channels.spreadsheet.labelled import GROUPS
    from wushi.channels.spreadsheet.labelled import labelled as read

    rows = list(read(shared / "tipdm" / "classify_dev.parquet", "label1", GROUPS))
    figures = train.train(rows, house).figures
    assert figures["with_model"]["accuracy"] > figures["words_alone"]["accuracy"] + 0.05
    assert figures["with_model"]["macro_f1"] > 0.8
    assert abs(figures["mean_confidence"] - figures["model_alone"]["accuracy"]) < 0.05


def test_the_pack_classifies_without_any_model(policy: Policy) -> None:
    found = propose.classify("家里暖气不热", "三号楼暖气一直不热", policy, View())
    assert found.subject.startswith("property/heating")
    assert "“暖气不热”" in found.reasons


# --- champion and challenger ----------------------------------------------------------------------------------------


def rule(**facts: object) -> Learning:
    given = {
        "fewest": 20, "newest": 1000, "confirmed": 1.0, "automatic": True, "gain": 0.01, "largest_fall": 0.02,
        "precisions": (0.99,), "reference": "wushi-proposal",
    }  # fmt: skip
    return Learning(since=date(2000, 1, 1), **{**given, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("challenger", "facts", "promoted"),
    [
        (Score(0.92, {"a": 0.92, "b": 0.92}), {}, True),
        (Score(0.92, {"a": 0.92, "b": 0.92}), {"automatic": False}, False),
        (Score(0.905, {"a": 0.9, "b": 0.91}), {}, False),  # too little better
        (Score(0.92, {"a": 0.87, "b": 0.97}), {}, False),  # one class falls too far
        (Score(0.94, {"b": 0.97}), {}, False),  # one class is gone
    ],
)
def test_a_challenger_takes_over_only_by_the_packs_rule(
    challenger: Score, facts: dict[str, object], promoted: bool
) -> None:
    champion = Score(0.9, {"a": 0.9, "b": 0.9})
    assert compare(champion, challenger, rule(**facts)).promoted is promoted
    assert compare(None, challenger, rule(**facts)).promoted


def test_a_later_model_waits_for_a_person_unless_the_pack_says_otherwise(
    house: Policy, no_model: None, tmp_path: Path
) -> None:
    rows = [{"title": r.title, "text": r.text, "label1": r.label} for r in labelled()]
    file = str(write_json_lines(tmp_path / "a.jsonl", rows))
    for options, digests in ((), 1), ((), 1), (("--promote",), 2), (("--dry-run", "--promote"), 2):
        CliRunner().invoke(train_command, ["--data", file, *options], catch_exceptions=False)
        assert Promotion.objects.count() == digests, options


def test_going_back_lets_the_former_model_classify_again(house: Policy, no_model: None, tmp_path: Path) -> None:
    def run(*options: str) -> str:
        return CliRunner().invoke(train_command, [*options], catch_exceptions=False).output

    digests = []
    for n, count in enumerate((60, 50)):
        rows = [{"title": r.title, "text": r.text, "label1": r.label} for r in labelled(count)]
        run("--data", str(write_json_lines(tmp_path / f"{n}.jsonl", rows)), "--promote")
        present = trained.current()
        assert present is not None
        digests.append(present.digest)
    assert digests[0] != digests[1]
    assert digests[0] in run("--back", "--json")
    back = trained.current()
    assert back is not None and back.digest == digests[0]
    with pytest.raises(BadInput, match="no earlier model"):
        run("--back")
    assert CliRunner().invoke(train_command, ["--back", "--promote"]).exit_code == 2


def test_without_a_file_it_learns_from_the_own_closed_matters(house: Policy, no_model: None) -> None:
    tops = [trained.subject_of(label, house).partition("/")[0] for label in WORDS]
    cast, now = Cast(house), at("2022-08-03 17:14")
    for n, row in enumerate(labelled(24)):
        top = tops[list(WORDS).index(row.label)]
        incoming = Incoming(channel="phone", text=row.text, type="consult", secret=n == 0)
        number = register.register(incoming, actor=cast.li, policy=house, now=now).number
        classify.classify(number, top, actor=cast.li, policy=house, now=now)
        settle.answer(number, "已经答复。", actor=cast.li, policy=house, now=now)
    rows = list(own_matters.closed(house, 1_000))
    assert len(rows) == 71 and {r.label for r in rows} == set(tops), "what is kept secret is not learnt from"
    assert all(r.confirmed for r in rows) and len(list(own_matters.closed(house, 10))) == 10
    told = CliRunner().invoke(train_command, ["--json"], catch_exceptions=False).output
    figures = json.loads(told.splitlines()[-1])
    assert figures["rows"] == 71 and figures["with_model"]["accuracy"] > 0.9
    [guess] = answer([("", "学校老师补课，学生写作业到半夜，教育局管不管")], house)
    assert guess.subject.partition("/")[0] == tops[0]


def test_texts_that_say_nothing_are_not_sure(house: Policy, no_model: None) -> None:
    train.promote(train.train(labelled(), house), datetime.now(UTC))
    said = ["", "水", "1234567890" * 50, "😀😀😀", "hello world", "ᠮᠣᠩᠭᠣᠯ", "<b></b>"]
    for guess in answer([("", text) for text in said], house):
        assert guess.confidence < 0.8, guess
    [long] = answer([("", "老师补课" * 25_000)], house)
    [short] = answer([("", "老师补课" * 10)], house)
    assert long.subject == short.subject
