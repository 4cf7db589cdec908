"""The tables of the package: their columns with type, unit and what they mean, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wushi.domain.open_data import Record

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`type` as in a Table Schema: string, integer, number, boolean, date, yearmonth."""

    name: str
    type: str
    zh: str
    en: str
    unit: str = ""
    needed: bool = False
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A resource of the package; `rows` makes them of the records of `kind`."""

    name: str
    kind: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: Callable[[dict[str, Any]], Iterator[Row]]
    key: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = field(default=())  # column -> list of the codes that it holds


def _as_it_is(facts: dict[str, Any]) -> Iterator[Row]:
    yield facts


def _one_a_matter(facts: dict[str, Any]) -> Iterator[Row]:
    for *values, count in facts["rows"]:
        row = {**facts, **dict(zip(facts["columns"][:-1], values, strict=True))}
        for _ in range(count):
            yield row


_YES_NO = ("yes", "no")
_PLACE = "空：这一行说不到这么细，或者没有写明", "blank: the row is not told so closely, or nobody said"
MATTERS = Table(
    "matters", "matters", "诉求，一件一行", "Demands, a row each",
    (
        Column("month", "yearmonth", "登记的月份", "month of registration", needed=True),
        Column("precision", "integer", "说得多细：1 最细，见 steps", "how closely it is told: 1 the closest, see steps", needed=True),
        Column("town", "string", f"镇或街道；{_PLACE[0]}", f"town or street; {_PLACE[1]}"),
        Column("community", "string", f"社区或村；{_PLACE[0]}", f"community or village; {_PLACE[1]}"),
        Column("subject_1", "string", f"一级分类；{_PLACE[0]}", f"subject, level 1; {_PLACE[1]}"),
        Column("subject_2", "string", f"二级分类；{_PLACE[0]}", f"subject, level 2; {_PLACE[1]}"),
        Column("type", "string", f"诉求类型；{_PLACE[0]}", f"type of demand; {_PLACE[1]}"),
        Column("channel", "string", f"渠道；{_PLACE[0]}", f"channel; {_PLACE[1]}"),
        Column("track", "string", "业务", "track", needed=True),
        Column("answered", "string", "答复是否按期", "was it answered in time?", needed=True,
               one_of=("in_time", "late", "waiting", "overdue", "no_clock")),
        Column("days", "string", "从登记到结束几天，只说在哪一段；空：还没有结束",
               "days from registration to the end, as a span; blank: it has not ended", "d"),
        Column("outcome", "string", "现在怎样", "what has become of it", needed=True,
               one_of=("open", "closed", "refused", "transferred")),
        Column("solved", "string", "诉求人说解决了没有；空：没有问到", "was it solved, in the resident's words; blank: not asked",
               one_of=_YES_NO),
        Column("reopened", "string", "是否重办过", "was it opened again?", needed=True, one_of=_YES_NO),
        Column("simulated", "string", "是否模拟的", "is it simulated?", needed=True, one_of=_YES_NO),
    ),
    _one_a_matter, (),
    (("town", "unit"), ("community", "unit"), ("subject_1", "subject"), ("subject_2", "subject"), ("type", "type"),
     ("channel", "channel")),
)  # fmt: skip
FIGURES = Table(
    "figures", "figure", "指标", "Indicators",
    (
        Column("indicator", "string", "指标，见 indicators", "indicator, see indicators", needed=True),
        Column("period", "string", "统计期：年或月", "period: a year or a month", needed=True),
        Column("kind", "string", "年还是月", "is it a year or a month?", needed=True, one_of=("year", "month")),
        Column("group", "string", "按什么分开；空：全区", "divided by what; blank: the whole district"),
        Column("key", "string", "是其中哪一个", "which one of these"),
        Column("value", "number", "数值；空：没有，或者件数太少不公布", "the value; blank: there is none, or too few matters", "unit"),
        Column("unit", "string", "单位", "unit of the value", needed=True),
        Column("numerator", "number", "分子", "numerator"),
        Column("denominator", "number", "分母", "denominator"),
        Column("rows", "integer", "计入的件数", "matters counted", "1"),
        Column("excluded", "integer", "按规则不计入的件数；空：太少不公布", "matters left out by rule; blank: too few to tell", "1"),
        Column("few", "boolean", "件数太少，不宜比较", "too few to compare with others", needed=True),
        Column("suppressed", "boolean", "因件数太少不公布", "not told because of too few matters", needed=True),
        Column("simulated", "boolean", "其中有模拟的", "some of it is simulated", needed=True),
        Column("definition", "string", "算法的摘要；变了就是另一种算法", "digest of the definition; another one counts otherwise",
               needed=True),
    ),
    _as_it_is, ("indicator", "period", "group", "key"),
)  # fmt: skip
INDICATORS = Table(
    "indicators", "indicator", "指标的定义", "Definitions of the indicators",
    (
        Column("slug", "string", "指标", "indicator", needed=True),
        *(Column(name, "string", zh, en) for name, zh, en in (
            ("name", "名称", "name in Chinese"), ("name_en", "英文名称", "name in English"),
            ("why", "为什么看它", "why, in Chinese"), ("why_en", "为什么看它（英文）", "why, in English"),
            ("how", "怎么算", "how it is counted, in Chinese"), ("how_en", "怎么算（英文）", "how it is counted, in English"),
            ("base", "以什么为底", "the base, in Chinese"), ("base_en", "以什么为底（英文）", "the base, in English"),
            ("exclusions", "不计入什么", "what is left out, in Chinese"),
            ("exclusions_en", "不计入什么（英文）", "what is left out, in English"),
        )),
        Column("kind", "string", "计数、比率、平均、中位", "count, share, mean or median", needed=True),
        Column("unit", "string", "单位", "unit", needed=True),
        Column("decimals", "integer", "保留几位", "places after the point", needed=True),
        Column("version", "integer", "第几版", "version", needed=True),
        Column("reference", "string", "依据", "reference"),
        Column("definition", "string", "算法的摘要", "digest of the definition", needed=True),
    ),
    _as_it_is, ("slug",),
)  # fmt: skip
CASES = Table(
    "cases", "case", "由人看过、放出来的文字", "Texts that a person has released",
    (
        Column("released_on", "date", "哪天公开", "day of the release", needed=True),
        Column("title", "string", "标题", "title", needed=True),
        Column("text", "string", "诉求", "what was asked"),
        Column("reply", "string", "答复", "the answer", needed=True),
        Column("unit", "string", "谁答复的", "who answered", needed=True),
        Column("subject", "string", "分类", "subject"),
        Column("place", "string", "地方；空：说得再细就不够 k 件", "place; blank: fewer than k matters are of it"),
    ),
    _as_it_is, (), (("unit", "unit"), ("subject", "subject"), ("place", "unit")),
)  # fmt: skip
REFUSED = Table(
    "refused", "refused", "没有公布的，按原因计数", "What is not told, counted by ground",
    (
        Column("of", "string", "哪张表", "of which table", needed=True, one_of=("matters", "figures", "cases")),
        Column("ground", "string", "原因", "ground", needed=True),
        Column("name", "string", "原因的名称", "the ground in Chinese", needed=True),
        Column("name_en", "string", "原因的英文名称", "the ground in English", needed=True),
        Column("count", "integer", "多少；空：有，但太少不公布", "how many; blank: some, but too few to tell", "1"),
        Column("few", "boolean", "有，但太少不公布", "there are some, but too few to tell", needed=True),
    ),
    _as_it_is, ("of", "ground"), (("ground", "ground"),),
)  # fmt: skip
CODES = Table(
    "codes", "code", "代码的名称", "Names of the codes",
    (
        Column("list", "string", "哪一种代码", "which list", needed=True),
        Column("code", "string", "代码", "code", needed=True),
        Column("name", "string", "名称", "name in Chinese", needed=True),
        Column("name_en", "string", "英文名称", "name in English"),
        Column("parent", "string", "上一级", "the one above"),
    ),
    _as_it_is, ("list", "code"),
)  # fmt: skip
TABLES = (MATTERS, FIGURES, INDICATORS, CASES, REFUSED, CODES)


def rows_of(table: Table, records: list[Record]) -> Iterator[Row]:
    """The table's rows in the order of the public state."""
    for one in records:
        if one.kind == table.kind:
            yield from table.rows(one.facts)
