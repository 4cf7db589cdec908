"""Mentions (提到的地名): which places a text names, with the house number or building behind each, and in what role."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from wushi.domain.lexicon import Hit

_BEFORE, _AFTER = 12, 18  # characters before and after a name that are looked at

# Both scripts and both widths of what the patterns below look for; one character stays one.
_PLAIN = str.maketrans(
    "０１２３４５６７８９　（）－＃號樓棟與對邊側門後週圍鄰從搬遷來並屬於說錯會辦處員書記過離個這裡裏兩〇東幾舊歸業為爲媽車臨現",
    "0123456789 ()-#号楼栋与对边侧门后周围邻从搬迁来并属于说错会办处员书记过离个这里里两零东几旧归业为为妈车临现",
)
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = r"(\d{1,4}|[零一二两三四五六七八九十百]{1,5})"
_BUILDING = re.compile(
    rf"\s*[((]?(?:小区)?(?:[里内的]|[东西南北中][区院])?\s*第?\s*{_NUMBER}\s*(?:号楼|号院|栋|幢|座|#|楼|号)"
)
_PAUSE = r"(?:[的东西南北中侧段路边面上]{0,3}|[,，、…。]\s*[嗯呃啊哦]*[,，、…。]?)"
_HOUSE = re.compile(rf"\s*{_PAUSE}\s*(?:门牌)?第?\s*{_NUMBER}\s*(?:号(?!线|公交|车)|弄|#)")
# Between two roads, and behind the second, where they meet.
_AND = re.compile(r"\s*(?:\d{1,4}号)?\s*(?:和|与|跟|同|、|及|交|到|-|—|~|/|\+|x|×)?\s*")
_MEET = re.compile(
    r"[的那个]{0,2}\s*(?:交叉|交汇|交会|交界|相交|路口|十字|丁字|三岔|岔路|拐角|转角|拐弯|红绿灯|口|交接)"
)

_NOT = re.compile(r"(?<![是能对])(?:不|没|未|并非|非|別|别)(?:是|在|住|属于|归|属|算)?(?:在|住|到|去)?$")
_WRONG = re.compile(r"\s*[,,]?\s*(?:那边)?(?:不对|说错|写错|记错|错了|是错的|搞错)")
_FROM = re.compile(r"(?:从|自|由|打)(?:原来的|以前的|老家)?$")
_MOVED = re.compile(r"[^,,。;;!!?？]{0,10}?(?:搬|迁)(?:到|至|来|去|进|往|过来|出|走|了|家)")
_MOVED_TO = re.compile(r"(?:搬|迁)(?:到|至|去|进|往|来)了?$")
_ONCE = re.compile(
    r"(?:老家|原籍|原来|以前|之前|过去|曾经|原先|早先|去年|前年|早年|曾|原|从前)(?:是?我|我们|我家|家|一直|都)?(?:是|住|家)?(?:在|过)?$"
)
_OTHER = re.compile(r"(?:隔壁|人家|不像|就像|好像|比如|像|同样是|相邻的|附近的|比|跟|和|与)的?$")
_ALIKE = re.compile(r"(?:那样|一样|都(?:已经|已|通|修|装|有|换|改|供|好)|早就|已经(?:通|修|装|改|换|供))")
_HOME = re.compile(
    r"(?:家住|我住|住在|住|家在|家是|地址(?:是|在|为)?[::]?|地点(?:是|在|为)?[::]?|位置(?:是|在)?[::]?|位于|坐落[于在]|搬[到至进]了?|回到|发生在|我们|咱们|咱|我家|本|就在|而是|应该是|应是|说的是|反映的是|是|在)\s*$"
)
_OWNER = re.compile(r"的?(?:居民|业主|住户|村民|租户|房主|一户)")
_WORK = re.compile(
    r"(?:里|附近)?(?:上班|工作|打工|上学|读书|念书|干活|做生意|实习|当老师|住院|看病|就医|体检|开会|出差)"
)
_TRIP = re.compile(r"(?:坐车去|要去|想去|去|路过|经过|开车到|骑车去|途经|开往|通往|到)$")
_TOLD = re.compile(
    r"(?:找|向|给|跟|问|请|叫|让|联系|投诉|举报|反映给|打给|通知|告|报告|咨询|要求|建议|希望|感谢|表扬|反映到|反映|打电话给|打了|去了|到了?)了?过?$"
)
_SAYS = re.compile(
    r"\s*(?:的)?(?:居委会|村委会|居民委员会|村民委员会|办事处|街道办|党支部|党委|政府|工作人员|书记|主任|干部|网格员|网格长|领导|不管|不作为|推|没人管|答复|回复|说|让我|让我们|不给|一直不|态度|办事|电话|窗口|登记|开证明|开的|不理|相互|也不|踢皮球)"
)
_OFFICE = re.compile(
    r"(?:办事处|街道办|居委会|居委會|村委会|村委會|居民委员会|居民委員會|村民委员会|村民委員會|人民政府|镇政府|鎮政府|街道辦|辦事處)$"
)
_NEAR = re.compile(
    r"\s*的?(?:大?门口?)?\s*(?:正|斜|往|以|再|靠|偏)?(?:对面|对过|对门|旁边|旁|附近|周边|周围|后面|后边|前面|前边|后头|前头|隔壁|边上|一带|那一片|外面|外边|那边|不远|[东西南北](?:侧|边|面|头|走|门外)|[东西南北]\d+米|\d+米|往[东西南北前后])"
)
_AT = re.compile(
    r"\s*的?(?:楼下|楼前|楼后|门口|门前|大门|正门|北门|南门|东门|西门|院里|院内|里面|里头|里|内|楼上|楼顶|停车场)"
)

NOT, FROM, OTHER, TOLD, WORK, TRIP, PLAIN, HOME = "not", "from", "other", "told", "work", "trip", "plain", "home"


@dataclass(slots=True)
class Mention:
    """A name in the text: where it stands, what it may stand for, the number behind it and the role it plays there."""

    start: int
    end: int
    term: str
    codes: tuple[str, ...]
    role: str = PLAIN
    near: bool = False
    office: bool = False
    house: int | None = None  # a number that a road has
    building: int | None = None  # a number that a compound has
    meets: str = ""  # how it goes on to the next name where two roads meet: blank, "gap" (only "and") or "said"


def number_of(said: str) -> int:
    """An Arabic or Chinese number; 0 when it is none."""
    if said.isascii():
        return int(said)
    if not any(c in said for c in "十百"):
        return int("".join(str(_CHINESE[c]) for c in said))
    total = digit = 0
    for c in said:
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or (0 if total % 100 else 1)) * 10, 0
        else:
            digit = _CHINESE[c]
    return total + digit


def plain(text: str) -> str:
    """The text with digits and the little words of this file in one script and width; no character is added or lost."""
    return text.translate(_PLAIN)


def longest(hits: Iterable[Hit]) -> list[Mention]:
    """The names in their order: of those that overlap the longer, of one name all that it may stand for."""
    spans: dict[tuple[int, str], list[str]] = {}
    for n, term, code in hits:
        codes = spans.setdefault((n, term), [])
        if code not in codes:
            codes.append(code)
    kept: list[Mention] = []
    taken: set[int] = set()
    for (n, term), codes in sorted(spans.items(), key=lambda one: (-len(one[0][1]), one[0][0])):
        span = range(n, n + len(term))
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(Mention(n, span.stop, term, tuple(codes)))
    kept.sort(key=lambda m: m.start)
    return kept


def read(text: str, hits: Iterable[Hit]) -> list[Mention]:
    """The mentions of a text, each with its number and role. `text`: that in which the hits were found."""
    found = longest(hits)
    for n, mention in enumerate(found):
        low, high = max(0, mention.start - _BEFORE), mention.end + _AFTER
        after = plain(text[mention.end : high])
        if n and found[n - 1].end > low:
            low = found[n - 1].end
        _read_one(mention, plain(text[low : mention.start]), after)
        if n + 1 < len(found):
            follower = found[n + 1]
            gap = plain(text[mention.end : follower.start]) if follower.start - mention.end < 12 else "。"
            if _AND.fullmatch(gap):
                behind = plain(text[follower.end : follower.end + 8])
                mention.meets = "said" if _MEET.match(behind) or "交" in gap else "gap" if gap.strip(" 、") else ""
    _spread(found, text)
    return found


def _read_one(mention: Mention, before: str, after: str) -> None:
    mention.office = bool(_OFFICE.search(mention.term))
    if number := _BUILDING.match(after):
        mention.building = number_of(number[1])
    if number := _HOUSE.match(after):
        mention.house = number_of(number[1])
    mention.near = bool(_NEAR.match(after))
    mention.role = _role(before, after, mention)


def _role(before: str, after: str, mention: Mention) -> str:
    if _NOT.search(before) or _WRONG.match(after):
        return NOT
    if _ONCE.search(before) or (_FROM.search(before) and _MOVED.match(after)):
        return FROM
    if _MOVED_TO.search(before) or _OWNER.match(after):
        return HOME
    at = mention.near or bool(_AT.match(after))
    if mention.office and not at:
        return TOLD
    if _WORK.match(after):
        return WORK
    if _OTHER.search(before) and _ALIKE.search(after[:10]):
        return OTHER
    if not at and _SAYS.match(after):
        return TOLD
    if _HOME.search(before):
        return HOME
    if not at and _TOLD.search(before):
        return TOLD if not _TRIP.search(before) else TRIP
    return TRIP if _FROM.search(before) or _TRIP.search(before) else PLAIN


def _spread(found: list[Mention], text: str) -> None:
    """What is said of a street holds for the compound named right behind it, and of one name for the next in a list."""
    for before, mention in itertools.pairwise(found):
        gap = text[before.end : mention.start]
        if before.role in (NOT, FROM) and mention.role == PLAIN and gap in ("", "的", "、", "和", "或", "或者"):
            mention.role = before.role
        elif before.role == HOME and mention.role in (PLAIN,) and gap in ("", "的"):
            mention.role = HOME
