"""Named places (地名): what a text itself names — district, compound, school, road, line, building — and whether two agree."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Kinds from the widest to the narrowest; two texts are compared at the narrowest kind of which both name something.
WIDE, NARROW = ("district", "community"), ("road", "numbered road", "compound", "school", "line")
_ENDINGS: dict[str, tuple[str, ...]] = {
    "school": ("幼儿园", "小学", "中学", "学校", "大学", "学院", "分校", "校区"),
    "compound": (
        *(
            "小区",
            "花园",
            "家园",
            "公寓",
            "公馆",
            "新村",
            "新城",
            "广场",
            "大厦",
            "嘉园",
            "华庭",
            "名苑",
            "雅苑",
            "佳苑",
        ),
        *("庄园", "山庄", "国际城", "豪庭", "名城", "名邸", "花苑", "家属院", "家属楼", "商城", "市场", "医院", "公园"),
        *("苑", "之城", "丽都", "新苑", "豪园", "佳园", "世家", "酒店", "工地", "项目"),
    ),
    "community": ("社区", "街道", "镇", "乡", "村", "嘎查", "苏木"),
    "road": ("大道", "大街", "路", "街", "巷", "胡同"),
}
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_ENDING = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))
# What stands before a name and is no part of it; a core is cut behind the last of these.
_BEFORE = re.compile(
    "[的了在是我们于和与及到从对请把被将向让有没不这那个该本住给就都又还也因为由等之前后里内外旁边近为问求诉映报议询望]"
    "|[A-Za-z]\\d*[市区县]|[省市区县州旗盟号]|\\d+[栋幢楼期]|街道|社区|集团|公司|道路|[路街镇乡村巷组](?=..)|反映|关于|位于|附近|投诉|举报|咨询|建议|希望|强烈|尊敬|领导|业主"
)
# Cores that name nothing: every town has them.
_EMPTY = frozenset("马道公铁线条走各全整本多每几某周农城乡进出上下学高中大小老新主菜超") | {
    *(
        "一条",
        "这条",
        "修水泥",
        "门口",
        "老旧",
        "居民",
        "住宅",
        "安置",
        "农贸",
        "商业",
        "步行",
        "一个",
        "个人",
        "房地产",
    ),
    *("开发", "工程", "建设", "贫困", "全市", "人民", "中心", "附属", "公立", "私立", "民办", "普惠", "影响", "购买"),
}
# Ends of cores that many names share: alike ends of these make no one place.
_COMMON = frozenset(
    {
        *(
            "国际",
            "中心",
            "安置",
            "实验",
            "中央",
            "时代",
            "商业",
            "购物",
            "农贸",
            "一期",
            "二期",
            "三期",
            "中山",
            "人民",
        ),
        *("东路", "西路", "南路", "北路"),
    }
)
_ASKING = re.compile("反映|投诉|举报|咨询|建议|希望|请求|恳求|求助|强烈|关于|位于|再次")
_GOING = "跑走让带赶绕迷铺"  # in front of 路 these are no names: 跑路, 让路
_DISTRICT = re.compile("([A-Za-z])(\\d*)([市区县])(?!面)")
_LINE = re.compile("([A-Za-z]?\\d{1,4})\\s*(?:路公交|路车|路(?=[^口面边灯况])|号线)")
_NUMBERED = re.compile("[东西南北中环][一二三四五六七八九十]{1,2}[线路街环]")
_OF_ITS_OWN = ("compound", "school", "numbered road")  # names that one place of a town has
_WORD = 8  # letters of a name at most
_FRAME = 0.6  # the part of a title around it that makes it the same sentence
_BUILDING = re.compile("([A-Za-z]?\\d{1,3})\\s*(?:栋|幢|号楼)")


@dataclass(frozen=True, slots=True)
class Places:
    """Names of one text by kind; each name is its core (without the ending), small letters."""

    names: tuple[tuple[str, str], ...] = ()  # (kind, name), in the order of the text

    def of(self, kind: str) -> tuple[str, ...]:
        return tuple(name for k, name in self.names if k == kind)


def places(text: str) -> Places:
    found: dict[tuple[str, str], None] = {}
    for letter, number, _ in _DISTRICT.findall(text):
        found[("district", f"{letter}{number}".lower())] = None
    for number in _LINE.findall(text):
        found[("line", number.lower())] = None
    for name in _NUMBERED.findall(text):
        found[("numbered road", name)] = None
    for number in _BUILDING.findall(text):
        found[("building", number.lower())] = None
    for at in _ENDING.finditer(text):
        kind = _KIND_OF[at[0]]
        before = text[max(0, at.start() - 8) : at.start()]
        core = re.split("[^\u3400-\u9fff0-9A-Za-z]", _BEFORE.sub("，", before))[-1]
        if len(core) >= 2 and core not in _EMPTY and not (kind == "road" and core[-1] in _GOING):
            found[(kind, core[-5:].lower())] = None
    return Places(tuple(found))


@dataclass(frozen=True, slots=True)
class Compared:
    """How the places of two texts stand to each other: the kinds at which they agree and at which they contradict."""

    agree: tuple[tuple[str, str], ...] = ()  # (kind, name)
    conflict: tuple[tuple[str, str, str], ...] = ()  # (kind, name in the one, name in the other)


NOTHING = Compared()


def same(one: str, other: str) -> bool:
    """One name under two spellings: the shorter is the end or the beginning of the longer, or both end alike."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return short == long
    if short in long or short[-3:] == long[-3:]:
        return True
    return short[-2:] == long[-2:] and short[-2:] not in _COMMON and len(short) > 2


def _within(district: str, others: tuple[str, ...]) -> bool:
    """Is it one of them, or the city of one, or a part of one?"""
    return any(district.startswith(other) or other.startswith(district) for other in others)


def compare(one: Places, other: Places, one_text: str = "", other_text: str = "") -> Compared:
    """`*_text`: plain letters of the whole message; a name of the one that stands anywhere in the other is no contradiction."""
    agree, conflict = [], []
    for kind in (*WIDE, *NARROW, "building"):
        here, there = one.of(kind), other.of(kind)
        if not here or not there:
            continue
        if kind == "district":
            both = [n for n in here if n in there]
            only = [n for n in here if not _within(n, there)], [n for n in there if not _within(n, here)]
            if only[0] and only[1]:
                conflict.append((kind, only[0][0], only[1][0]))
                continue
            if not both:
                continue
        elif kind in ("line", "numbered road", "building"):
            both = [n for n in here if n in there]
        else:
            both = [n for n in here if any(same(n, m) for m in there)]
        if both:
            agree += [(kind, n) for n in both]
        else:
            if (
                kind in NARROW
                and kind != "line"
                and (any(n[-3:] in other_text for n in here) or any(n[-3:] in one_text for n in there))
            ):
                continue
            conflict.append((kind, here[0], there[0]))
    return Compared(tuple(agree), tuple(conflict))


def put_in_place_of(one: str, other: str, one_text: str, other_text: str) -> tuple[str, str] | None:
    """Where two titles are the same sentence but for one word: the words that stand there, when neither message says the other's
    at all. Whatever kind of name it is (a place without an ending, a person, a day), the sentence is about something else.

    All four in plain letters."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    here, there = one[start : len(one) - end], other[start : len(other) - end]
    if not here or not there or max(len(here), len(there)) > _WORD or start + end < _FRAME * max(len(one), len(other)):
        return None
    if (len(here) < 2 and not here.isdigit()) or (len(there) < 2 and not there.isdigit()):
        # one letter: the word ends behind it, or began before it
        if end:
            end -= 1
        else:
            start = max(0, start - 1)
        here, there = one[start : len(one) - end], other[start : len(other) - end]
    if here in other_text or there in one_text or not _names(here) or not _names(there):
        return None
    return here, there


def _names(word: str) -> bool:
    """Could it be a name? “投诉” in the place of “反映” makes no other matter."""
    return any(c.isdigit() for c in word) or len(_ASKING.sub("", word)) >= 2


def unsaid(one: Places, other_text: str) -> bool:
    """Does it name a place that the other message does not say at all?"""
    return any(name[-2:] not in other_text for kind, name in one.names if kind in _OF_ITS_OWN)
