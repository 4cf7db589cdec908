"""House numbers down to the door (门牌): compound and building stay, since the desk needs them; unit, floor and door do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

_G = r"[\s,.\-—–_/·、]{0,3}"
_DIGIT = r"[0-9零〇○一二三四五六七八九两幺洞拐OolI]"
_NUMBER = r"(?:第)?(?:[0-9](?:\s?[0-9]){0,2}|[一二三四五六七八九十两百]{1,5}|[A-Za-z甲乙丙丁东南西北中左右])"
_NUMBERED = re.compile(rf"(?<![0-9一二三四五六七八九十百A-Za-z]){_NUMBER}\s?$")
_UNIT = re.compile(r"单\s?元|门(?![口面窗店诊外前边])洞?|梯(?![队田子])")
_FLOOR = rf"{_NUMBER}\s?(?:楼|层)"
_BUILDING = re.compile(r"[楼栋幢座]|#\s?楼?")
_BUILDING_NUMBER = re.compile(
    r"(?:[0-9](?:\s?[0-9]){0,2}|[A-Za-z]|[一二三四五六七八九十]{1,3})\s?(?:号\s?(?:院\s?)?)?$"
)
_LOOK_BACK = 12  # characters in which the number before 单元 or 栋 stands
# not a door but a year, a sum, a measure, a count
_NO_DOOR = (
    r"(?![0-9]|\s?(?:[年元月日点时分秒级度块万亿%多余人平米㎡个户楼层栋幢次岁届期路弄套间家座盏棵部辆根]"
    r"|左右|单元|号\s?楼|号线|公里|[-/.][0-9]))"
)
_ROOM = rf"[A-Za-z]?{_DIGIT}(?:\s?[-.]?\s?{_DIGIT}){{2,3}}[A-Za-z]?"
_SHORT = rf"{_DIGIT}(?:\s?{_DIGIT})?"
_NAMED = (
    r"\s?(?:室(?![温友长])|房(?![产屋东价地款改租本型子])|号\s?房"
    r"|号(?!\s?(?:[楼栋幢线院桥库台]|窗口|电梯|门面|门店|柜|机组|商铺|户型|铺)))"
)
_NO_COUNT = "(?![口籍型主])"
_DOOR = (
    rf"(?:{_ROOM}(?:{_NAMED}|{_NO_DOOR})(?:住?户{_NO_COUNT})?|{_ROOM}\s?住?户{_NO_COUNT}"
    rf"|{_SHORT}{_NAMED}|[一二三四五六七八九十百]{{3,5}}{_NAMED}"
    rf"|{_SHORT}\s?户{_NO_COUNT}(?!居民|人家|业主|村民|住户)|[东西南北中左右]\s?(?:户|室|手边?)(?![口籍型主外内]))"
)
_MORE = rf"(?:[、,，/和及与或]\s?{_ROOM}(?:{_NAMED}|{_NO_DOOR})){{0,12}}"
_IN_UNIT = re.compile(rf"{_G}(?:{_FLOOR}{_G})?(?:的\s?)?{_DOOR}{_MORE}")
_IN_BUILDING = re.compile(rf"{_G}(?:{_FLOOR}{_G})?({_ROOM}(?:{_NAMED}|{_NO_DOOR}){_MORE}|{_SHORT}{_NAMED})")
_ON_FLOOR = re.compile(r"[楼层]\s?([东西南北中左右]\s?(?:户|室|手边?))(?![口籍型主外内])")
_BY_DASHES = re.compile(
    r"(?<![0-9A-Za-z.\-—–/])(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})(?:\s?(?:号楼|栋|幢|#))?\s?[-—–~/]{1,2}\s?"
    rf"([0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?[-—–~/]{{1,2}}\s?({_DIGIT}{{3,4}})(?![0-9\-—–/]|\s?[年元月日%])"
)
_AFTER_COMPOUND = re.compile(
    r"(?:小区|花园|家园|嘉园|公寓|新村|新城|苑|府|庄园|家属院|宿舍|住在?|家住)\s?(?:[0-9]{1,3}|[A-Za-z])\s?[-—–]\s?([0-9]{3,4})(?![0-9\-—–/]|\s?[年元月日%户人平米])"
)
_ALONE = re.compile(rf"(?<![0-9A-Za-z.\-零〇一二三四五六七八九])({_DIGIT}{{3,4}}\s?(?:室(?![温友长])|号\s?房(?!产)))")
_IN_ROW = re.compile(
    r"(?<=[0-9一二三四五六七八九十])[组社排]\s?(?:第\s?)?((?:[0-9]{1,4}|[一二三四五六七八九十]{1,4})号)(?!楼|栋|线|井|机|电|路|门|公|池|坑|塘|文|令|院|地块)"
)
_DASHED = re.compile(rf"[-—–~/]\s?{_DIGIT}{{3,4}}(?![0-9])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")


def doors(folded: str) -> Iterator[tuple[int, int]]:
    """What lies within a building: 2单元501室, 三单元四零一, 3-2-501 after its first part, 五楼东户."""
    for m in _UNIT.finditer(folded):
        inside = _IN_UNIT.match(folded, m.end())
        number = inside and _NUMBERED.search(folded, max(0, m.start() - _LOOK_BACK), m.start())
        if inside and number and not (m[0][0] != "单" and inside[0].endswith("户")):  # 两梯四户 tells of a floor
            yield number.start(), inside.end()
    if _DASHED.search(folded):
        for m in _BY_DASHES.finditer(folded):
            if not (_YEAR.match(m[2]) and len(m[2]) == 4):
                yield m.start(1), m.end(2)
        for m in _AFTER_COMPOUND.finditer(folded):
            yield m.span(1)
    if "户" in folded or "室" in folded or "手" in folded:
        for m in _ON_FLOOR.finditer(folded):
            if _NUMBERED.search(folded, max(0, m.start() - _LOOK_BACK), m.start()):
                yield m.span(1)
    if "组" in folded or "排" in folded or "社" in folded:
        for m in _IN_ROW.finditer(folded):
            yield m.span(1)


def rooms(folded: str) -> Iterator[tuple[int, int]]:
    """A door without a unit, which may be an office's too: A座502, 3号楼301, 501室."""
    for m in _BUILDING.finditer(folded):
        inside = _IN_BUILDING.match(folded, m.end())
        number = inside and _BUILDING_NUMBER.search(folded, max(0, m.start() - _LOOK_BACK), m.start())
        if inside and number and not _YEAR.match(inside[1]):
            yield inside.span(1)
    if "室" in folded or "号房" in folded or "号 房" in folded:
        for m in _ALONE.finditer(folded):
            yield m.span(1)
