"""The catalogue of service items (政务服务事项实施清单): each item with its national fields, its versions by date, and how much
of the legal time the promises save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from wushi.domain.errors import NotFound

# 事项类型, 服务对象, 办件类型, 时限单位, 通办范围, 网办深度: codes with Chinese and English names.
KINDS = {
    "permit": ("行政许可", "administrative permit"),
    "payment": ("行政给付", "administrative payment"),
    "confirmation": ("行政确认", "administrative confirmation"),
    "reward": ("行政奖励", "administrative reward"),
    "ruling": ("行政裁决", "administrative ruling"),
    "other": ("其他行政权力", "other administrative power"),
    "service": ("公共服务", "public service"),
}
AUDIENCES = {
    "person": ("自然人", "persons"),
    "organisation": ("法人", "organisations"),
    "both": ("自然人、法人", "both"),
}
INSTANT, PROMISE = "instant", "promise"
TYPES = {INSTANT: ("即办件", "on the spot"), PROMISE: ("承诺件", "within a promised time")}
UNITS = {
    "working_days": ("个工作日", "working days"),
    "days": ("个自然日", "calendar days"),
    "hours": ("个工作小时", "working hours"),
}
AREAS = {
    "district": ("全区通办", "the whole district"),
    "city": ("全市通办", "the whole city"),
    "region": ("全自治区通办", "the whole region"),
    "nation": ("全国通办", "the whole country"),
}
DEPTHS = {
    "none": ("窗口办理", "at the window only"),
    "told": ("网上查询", "information online"),
    "begun": ("网上预约预审", "begun online"),
    "whole": ("全程网办", "wholly online"),
}


@dataclass(frozen=True, slots=True)
class Time:
    """A limit as it is written: 20 working days, 30 calendar days, 4 working hours."""

    amount: float
    unit: str = "working_days"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How limits become working days, in force since a day: so many calendar days are so many working days, and a working day
    has so many hours."""

    since: date
    calendar_days: int
    are_working_days: int
    hours_a_day: float
    reference: str
    status: str = "proposal"

    def working_days(self, time: Time) -> Fraction:
        amount = Fraction(str(time.amount))
        if time.unit == "days":
            return amount * self.are_working_days / self.calendar_days
        if time.unit == "hours":
            return amount / Fraction(str(self.hours_a_day))
        return amount


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that an application needs (申请材料). `tolerable`: it may come later on a promise (容缺)."""

    code: str
    name: str
    name_en: str = ""
    form: str = ""  # 原件, 复印件, 电子
    source: str = ""  # 申请人自备, 政府部门核发, 部门共享
    copies: int = 1
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Needed:
    """A material on an item's list: must it come, may it come later on a promise (容缺)?"""

    material: str
    must: bool = True
    tolerable: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One version of an item, in force from `since` until the day before `until`."""

    code: str  # 实施编码
    catalogue_code: str  # 基本编码
    handle_code: str  # 业务办理项编码
    name: str
    kind: str
    unit: str  # who decides
    type: str  # 办件类型
    legal: Time | None  # 法定办结时限; None: no law sets one, and `legal_note` says why
    promised: Time  # 承诺办结时限
    since: date
    until: date | None = None
    version: int = 1
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    other_units: tuple[str, ...] = ()  # 联办机构
    by_law: str = ""  # 设定依据
    level: str = "县级"  # 行使层级
    audience: str = "both"
    legal_note: str = ""
    promised_note: str = ""
    condition: str = ""  # 受理条件
    flow: str = ""  # 办理流程
    special: str = ""  # 特别程序, whose time is not counted
    visits: int = 1  # 到办事现场次数
    fee: bool = False
    fee_basis: str = ""
    place: str = ""
    hours: str = ""
    contact: str = ""
    supervise: str = ""
    depth: str = "none"
    area: str = "district"
    at_centre: bool = True
    appointment: bool = True
    express: bool = False
    pay_online: bool = False
    result: str = ""
    materials: tuple[Needed, ...] = ()
    form: str = ""
    status: str = "proposal"
    illustrative: bool = False

    @property
    def instant(self) -> bool:
        return self.type == INSTANT

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Compression:
    """How much of the legal time the promises save (承诺时限压缩率), in working days, and on how many items it rests."""

    items: int
    without_limit: int
    legal: Fraction
    promised: Fraction
    shares: Fraction  # the sum of each item's own share

    @property
    def whole(self) -> Fraction | None:
        """(Σ legal - Σ promised) / Σ legal: long limits weigh more."""
        return (self.legal - self.promised) / self.legal if self.legal else None

    @property
    def mean(self) -> Fraction | None:
        """The mean over items of (legal - promised) / legal: each item weighs the same."""
        return self.shares / self.items if self.items else None


def compression(items: Iterable[Item], rule: Conversion) -> Compression:
    """Over the items that have a legal limit; the others are counted apart."""
    number = without = 0
    legal = promised = shares = Fraction(0)
    for item in items:
        if item.legal is None:
            without += 1
            continue
        by_law, by_promise = rule.working_days(item.legal), rule.working_days(item.promised)
        number += 1
        legal += by_law
        promised += by_promise
        shares += (by_law - by_promise) / by_law
    return Compression(number, without, legal, promised, shares)


def wrong_times(item: Item, rule: Conversion) -> tuple[str, str, str] | None:
    """(column, why, mend) where the two limits do not fit each other; None when they do."""
    if item.legal is None:
        if item.legal_note:
            return None
        why = "the item has no legal limit"
        return "legal", why, "write the limit that the law sets, or say in legal_note why none does"
    if not item.legal.amount > 0:
        return "legal", "the legal limit is not above 0", "write the limit that the law sets"
    if item.instant and item.promised.amount > 0:
        why = f"an item done on the spot promises {item.promised.amount:g}"
        return "promised", why, "write promised 0, or type promise"
    by_law, by_promise = rule.working_days(item.legal), rule.working_days(item.promised)
    if by_promise > by_law:
        why = f"the promise ({float(by_promise):g} working days) is longer than the law allows ({float(by_law):g})"
        return "promised", why, "promise no more than the legal limit"
    return None


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All versions of all items by code, the earliest first, and the materials they name; compared by identity."""

    versions: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    materials: Mapping[str, Material] = field(default_factory=dict)
    conversions: tuple[Conversion, ...] = ()

    def on(self, day: date) -> tuple[Item, ...]:
        """The items in force on that day, by code."""
        found = (next((i for i in reversed(v) if i.in_force(day)), None) for v in self.versions.values())
        return tuple(item for item in found if item is not None)

    def item(self, code: str, day: date) -> Item:
        """The version in force. Raises NotFound."""
        for item in reversed(self.versions.get(code, ())):
            if item.in_force(day):
                return item
        raise NotFound(what="service item", name=code)

    def conversion(self, day: date) -> Conversion:
        """The rule in force; the earliest known one for the days before. Raises NotFound where the pack has none."""
        if not self.conversions:
            raise NotFound(what="pack file", name="service.toml")
        return max((c for c in self.conversions if c.since <= day), key=lambda c: c.since, default=self.conversions[0])

    def compression(self, day: date) -> Compression:
        return compression(self.on(day), self.conversion(day))

    @cached_property
    def changes(self) -> tuple[Item, ...]:
        """Every version, the newest first: what changed when."""
        found = (item for versions in self.versions.values() for item in versions)
        return tuple(sorted(found, key=lambda i: (i.since, i.code), reverse=True))

    def with_versions(self, items: Iterable[Item], materials: Mapping[str, Material]) -> Catalogue:
        """With newer versions laid over: from its first day on, a version takes the place of what was in force."""
        made = {code: list(versions) for code, versions in self.versions.items()}
        for item in items:
            kept = [i for i in made.get(item.code, ()) if i.since < item.since]
            if kept and (kept[-1].until is None or kept[-1].until > item.since):
                kept[-1] = replace(kept[-1], until=item.since)
            made[item.code] = [*kept, item]
        whole = {code: tuple(versions) for code, versions in sorted(made.items())}
        return Catalogue(whole, {**self.materials, **materials}, self.conversions)
