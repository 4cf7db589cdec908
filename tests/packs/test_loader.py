"""Loading packs: layers, what overrides what, the digest, and that no spoilt file brings the reader down."""

from __future__ import annotations

import shutil
from datetime import date, time
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wushi.domain import lifecycle
from wushi.domain.errors import BadPack
from wushi.domain.policy import Policy
from wushi.packs.check import check
from wushi.packs.limits import NEEDED
from wushi.packs.loader import folders_of, load
from wushi.packs.problems import BadPacks

PACKS = Path(__file__).parents[2] / "packs"
DISTRICTS = sorted(p.parent.name for p in PACKS.glob("*/pack.toml") if p.parent.name != "cn")


@pytest.fixture(scope="module")
def haibowan() -> Policy:
    return load(PACKS / "150302-haibowan")


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A copy of the template pack that may be changed."""
    (tmp_path / "cn").symlink_to(PACKS / "cn", target_is_directory=True)
    shutil.copytree(PACKS / "template", tmp_path / "template")
    return tmp_path / "template"


def write(pack: Path, path: str, text: str) -> None:
    (pack / path).parent.mkdir(parents=True, exist_ok=True)
    (pack / path).write_text(text, "utf-8")


# --- the shipped packs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*DISTRICTS, "cn"])
def test_the_shipped_packs_are_sound(name: str) -> None:
    assert list(map(str, check(PACKS / name).problems)) == []


def test_loading_haibowan_takes_well_under_half_a_second_of_cpu(haibowan: Policy) -> None:
    best = 9.0
    for _ in range(3):
        begin = process_time()
        load(PACKS / "150302-haibowan")
        best = min(best, process_time() - begin)
    assert best < 0.5


def test_haibowan_has_its_real_towns_streets_and_communities(haibowan: Policy) -> None:
    levels = [unit.level for unit in haibowan.tree if not unit.illustrative]
    assert levels.count("town") + levels.count("street") == 7
    assert levels.count("community") + levels.count("village") == 42
    assert haibowan.tree.line("150302001003")[0] == haibowan.district == "150302"


def test_what_the_rules_name_is_in_the_packs(haibowan: Policy) -> None:
    cited = {move.reference.partition("#")[0] for move in lifecycle.of("hotline").table if move.reference}
    assert cited <= set(haibowan.sources)
    assert {f"hotline.{name}" for name in NEEDED} <= set(haibowan.limits)
    for limit in haibowan.limits.values():
        assert not limit.id.startswith("hotline.") or limit.at(date(2000, 1, 1)), (
            "old real data is imported with the limits of its day"
        )


# --- layers -----------------------------------------------------------------------------------------------------------


def test_the_districts_folder_comes_first(template: Path) -> None:
    policy = load(template)
    assert policy.extra["folders"] == (str(template), str(template.parent / "cn"))
    assert folders_of(policy) == [template, template.parent / "cn"]


def test_a_districts_values_replace_the_national_ones_by_id(template: Path) -> None:
    write(
        template,
        "time_limits/hotline/sign.toml",
        'description = "签收"\nclock = "sign"\n[[value]]\nsince = 2020-01-01\nhours = 1\n'
        'reference = "wushi-proposal"\nstatus = "proposal"\n',
    )
    write(
        template,
        "working_hours.toml",
        '[[value]]\nsince = 2020-01-01\nperiods = ["09:00-12:00"]\nreference = "wushi-proposal"\nstatus = "proposal"\n',
    )
    write(template, "texts/zh-Hans.toml", '[notice]\nreplied = "{unit}答复了{number}。"\n')
    policy, national = load(template), load(PACKS / "template")
    assert (policy.limit("hotline.sign").values[0].amount, policy.limit("hotline.sign").values[0].unit) == (1, "hours")
    assert policy.limit("hotline.contact") == national.limit("hotline.contact")
    assert policy.calendar.hours_on(date(2026, 1, 5)).periods == ((time(9), time(12)),)
    assert policy.text("zh-Hans", "notice", "replied") == "{unit}答复了{number}。"
    assert policy.text("zh-Hans", "notice", "signed") == national.text("zh-Hans", "notice", "signed")


def test_posts_of_a_level_are_made_in_every_unit_of_it(template: Path) -> None:
    posts = load(template).posts
    assert posts["999901001001.secretary"].unit == "999901001001"
    assert "secretary" not in posts
    assert posts["desk.operator"].role == "operator"


def test_the_layer_below_may_not_cite_the_districts_sources(tmp_path: Path) -> None:
    shutil.copytree(PACKS / "cn", tmp_path / "cn")
    shutil.copytree(PACKS / "template", tmp_path / "template")
    sign = tmp_path / "cn/time_limits/hotline/sign.toml"
    sign.write_text(sign.read_text("utf-8").replace('"wushi-proposal"', '"model-duties#1"'), "utf-8")
    [problem] = check(tmp_path / "template").problems
    assert problem.facts["file"] == "cn/time_limits/hotline/sign.toml"
    assert "`model-duties` is unknown" in problem.facts["why"]


def test_a_layer_that_districts_share_is_checked_but_not_loaded() -> None:
    with pytest.raises(BadPack, match="not the pack of a district"):
        load(PACKS / "cn")


@pytest.mark.parametrize("name", ["nowhere", "broken"])
def test_a_folder_without_pack_is_refused(name: str) -> None:
    with pytest.raises(BadPack, match=r"pack\.toml:0"):
        load(PACKS / name)


def test_a_pack_may_not_extend_itself_nor_a_path(template: Path) -> None:
    for wrong in ('"template"', '"../cn"', "1", '""'):
        text = (PACKS / "template/pack.toml").read_text("utf-8")
        write(template, "pack.toml", text.replace('extends = "cn"', f"extends = {wrong}"))
        assert [problem.facts["line"] for problem in check(template).problems] == [7]


# --- digest -----------------------------------------------------------------------------------------------------------


def test_the_digest_follows_names_and_contents_but_not_line_ends(template: Path) -> None:
    first = load(template).digest
    assert first == load(PACKS / "template").digest
    routing = template / "routing.csv"
    routing.write_bytes(b"\xef\xbb\xbf" + routing.read_bytes())
    marked = load(template).digest
    routing.write_bytes((PACKS / "template/routing.csv").read_bytes().replace(b"\n", b"\r\n"))
    assert load(template).digest == first
    routing.write_bytes((PACKS / "template/routing.csv").read_bytes())
    write(template, "reports/weekly.toml", "")
    assert load(template).digest not in (first, marked)


def test_files_of_editors_are_passed_over(template: Path) -> None:
    digest = load(template).digest
    write(template, ".routing.csv.swp", "\0")
    write(template, ".git/config", "\0")
    assert load(template).digest == digest


def test_what_others_read_is_known(template: Path) -> None:
    good = (PACKS / "cn/maps/demands.toml").read_text(encoding="utf-8")
    write(template, "maps/tipdm.toml", good)
    write(template, "indicators/demand.on_time/definition.toml", "")
    write(template, "indicators/demand.on_time/rows.sql", "SELECT 1")
    write(template, "reports/weekly.toml", "")
    write(template, "simulation.toml", 'reference = "wushi-proposal"\nstatus = "proposal"\n')
    assert check(template).sound
    write(template, "maps/tipdm.toml", "number = \n")
    assert [str(p.facts["file"]) for p in check(template).problems] == ["template/maps/tipdm.toml"]


# --- all at once ------------------------------------------------------------------------------------------------------


def test_the_refusal_tells_every_mistake_and_its_facts_the_first(template: Path) -> None:
    write(template, "law.toml", "[[source]]\n")
    write(template, "routings.csv", "")
    with pytest.raises(BadPacks) as refusal:
        load(template)
    assert len(refusal.value.problems) > 5
    assert refusal.value.facts == refusal.value.problems[0].facts
    assert str(refusal.value).count("\n") == len(refusal.value.problems) - 1


FILES = [str(p.relative_to(PACKS / "template")) for p in sorted((PACKS / "template").rglob("*.*")) if p.suffix != ".md"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_no_spoilt_file_brings_the_reader_down(template: Path, file: str, data: st.DataObject) -> None:
    sound = (PACKS / "template" / file).read_bytes()
    begin = data.draw(st.integers(0, len(sound)))
    end = data.draw(st.integers(begin, min(len(sound), begin + 40)))
    put_in = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b"", b'"', b"\n", b",", b"[", b"{", b"=", b"*", b"@"]))
    )
    (template / file).write_bytes(sound[:begin] + put_in + sound[end:])
    try:
        for problem in check(template).problems:
            assert set(problem.facts) == {"file", "line", "why", "mend"}
            assert str(problem).startswith(("template/", "cn/"))
    finally:
        (template / file).write_bytes(sound)
