"""Invented numbers and names in every way of writing that people use, set into sentences: what masking is measured with.

Nobody's: all is drawn by lot, and nothing here is shared with the rules.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wushi.site.bench import disguises as ways


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, the kind and the way of writing of what is hidden in it, and that itself."""

    kind: str
    way: str
    text: str
    planted: str


# --- where it is set in --------------------------------------------------------------------------------------------------

_FILLER = (
    "小区供暖一直不热，家里老人受不了。",
    "楼下烧烤店油烟太大，半夜还在吵。",
    "路灯坏了好几天没人修。",
    "物业不作为，请领导重视。",
    "工地夜间施工，孩子睡不着。",
    "垃圾堆在门口，苍蝇很多。",
    "希望尽快处理，谢谢！",
    "井盖丢了，很危险。",
    "公交车老是不按时来。",
)
_AFTER = (
    "，",
    "。",
    "，请尽快回复。",
    "，打不通就发短信",
    "（晚上也行）",
    "\n谢谢",
    "，麻烦了！",
    " ",
    "；另外垃圾也没人清",
    "",
)
CARRIERS: dict[str, tuple[str, ...]] = {
    "mobile": (
        "我的电话是",
        "手机",
        "电话:",
        "联系电话：",
        "有事打",
        "请回电",
        "手机号码",
        "",
        "加我手机",
        "打给我 ",
        "联繫電話：",
        "電話",
        "本人手机号：",
        "Tel:",
        "我爱人的号",
        "短信发到",
    ),
    "document": (
        "身份证号",
        "身份证号码：",
        "身份證",
        "我的身份证是",
        "",
        "证件号码:",
        "本人身份证 ",
        "办低保用的身份证号是",
        "号码",
    ),
    "card": (
        "卡号",
        "银行卡号：",
        "工资打到",
        "農行卡",
        "建行 ",
        "退款请打到",
        "我的工行卡是",
        "账号：",
        "",
        "存折上写的是",
    ),
    "plate": ("车牌号", "肇事车辆", "一辆白色的车", "車牌：", "占道的是", "", "那辆车牌照是", "我的车", "司机开的"),
    "email": ("邮箱", "我的邮箱是", "郵箱：", "E-mail: ", "资料发到", "请发邮件到 ", "", "联系邮箱："),
    "wechat": (
        "微信",
        "微信号：",
        "我的微信是",
        "加我微信",
        "VX:",
        "vx",
        "加微信 ",
        "wechat: ",
        "微信号码是",
        "薇信",
        "加v：",
        "微信：",
        "WX ",
    ),
    "qq": ("QQ", "QQ号：", "qq:", "我的QQ是", "扣扣", "加QQ "),
}
_DRAWN: dict[str, tuple[Callable[[random.Random], str], ...]] = {
    "mobile": (ways.mobile,),
    "document": (ways.id_number, ways.id_number, ways.mistyped_id, ways.old_id),
    "card": (ways.card,),
    "plate": (ways.plate,),
    "email": (ways.mail,),
    "wechat": (ways.wechat,),
    "qq": (ways.qq,),
}
# 蒙C 12345 in hidden characters is written by nobody; a mail in circled digits neither.
_WAYS_OF = {
    "plate": (
        "plain",
        "full width",
        "spaced",
        "characters",
        "mixed",
        "circled",
        "bold",
        "odd marks",
        "lower case",
        "dot",
    ),
    "email": ("plain", "full width", "spaced", "at in words", "dot in words", "blanks around"),
    "wechat": ("plain", "full width", "spaced", "characters", "odd blanks"),
    "qq": ("plain", "full width", "grouped", "spaced", "characters", "circled", "mixed"),
}


def _write(dice: random.Random, kind: str, way: str, said: str) -> str:
    if way == "lower case":
        return said.lower()
    if way == "dot":
        return said[:2] + dice.choice("·.• -") + said[2:]
    if way == "at in words":
        return said.replace("@", dice.choice((" at ".strip().join(("(", ")")), "艾特", "[at]", "＠")))
    if way == "dot in words":
        local, _, domain = said.partition("@")
        return local + "@" + domain.replace(".", dice.choice(("点", " . ", "。", " dot ")))
    if way == "blanks around":
        return said.replace("@", dice.choice((" @ ", "@ ", " @")))
    if way == "odd blanks":
        at = dice.randint(2, len(said) - 2)
        return said[:at] + dice.choice(" .") + said[at:]
    if kind in ("plate", "email", "wechat") and way == "spaced":
        return " ".join(said)
    if kind == "plate" and way == "odd marks":
        return said[:2] + " " + said[2:5] + dice.choice(" -.") + said[5:]
    return ways.WAYS[way](dice, said)


def numbers(kind: str, count: int, seed: int) -> Iterator[Sample]:
    """Samples of one kind, each way of writing in turn."""
    dice = random.Random(f"{seed} {kind}")
    written = _WAYS_OF.get(kind, tuple(ways.WAYS))
    for n in range(count):
        way = written[n % len(written)]
        said = dice.choice(_DRAWN[kind])(dice)
        planted = _write(dice, kind, way, said)
        if kind == "mobile" and dice.random() < 0.15 and way in ("plain", "grouped", "full width"):
            planted = dice.choice(("+86", "+86 ", "0086-", "86-", "(+86)", "0")) + planted
        text = dice.choice(_FILLER) + dice.choice(CARRIERS[kind]) + planted + dice.choice(_AFTER)
        yield Sample(kind, way, text, said)


_CHINESE_COUNT = (
    "零",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
)


def doors(count: int, seed: int) -> Iterator[Sample]:
    """House numbers in a compound; planted is the door, the compound and the building stay."""
    dice = random.Random(f"{seed} door")
    for n in range(count):
        building, unit, floor, door = dice.randint(1, 15), dice.randint(1, 6), dice.randint(1, 9), dice.randint(1, 4)
        room = f"{floor}0{door}"
        spoken = ways.in_shapes(ways.NUMERALS)(dice, room)
        written = (
            ("full", f"{building}号楼{unit}单元{room}室"),
            ("without a word", f"{building}栋{unit}单元{room}"),
            ("dashes", f"{building}-{unit}-{room}"),
            ("characters", f"{_CHINESE_COUNT[building]}栋{_CHINESE_COUNT[unit]}单元{spoken}"),
            ("full width", ways.full_width(dice, f"{building}号楼{unit}单元{room}")),
            ("blanks", f"{building} 号楼 {unit} 单元 {room} 室"),
            ("building and room", f"{building}幢{room}室"),
            ("Traditional", f"{building}號樓{unit}單元{room}室"),
            ("marks", f"{building}号楼-{unit}单元-{room}"),
            (
                "circled",
                f"{ways.in_shapes(ways.CIRCLED)(dice, str(building))}号楼{unit}单元{ways.in_shapes(ways.CIRCLED)(dice, room)}",
            ),
            ("room alone", f"{room}室"),
            ("with a floor", f"{building}号楼{unit}单元{floor}楼{room}"),
            ("door for unit", f"{building}号楼{unit}门{room}"),
        )
        way, text = written[n % len(written)]
        compound = dice.choice(
            ("住在阳光小区", "家住滨河花园", "地址：青山家园", "我是新华小区", "幸福小区", "锦绣苑小区")
        )
        yield Sample("door", way, dice.choice(_FILLER) + compound + text + dice.choice(_AFTER[:4]), room)


_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志春海荣生小晓梅雪峰鹏飞龙凤云雨欣怡子涵梓轩浩然宇博雅琴娥珍"
_FAMILY = (
    "王",
    "李",
    "张",
    "刘",
    "陈",
    "杨",
    "黄",
    "赵",
    "吴",
    "周",
    "徐",
    "孙",
    "马",
    "朱",
    "胡",
    "郭",
    "何",
    "林",
    "高",
    "罗",
    "郑",
    "梁",
    "宋",
    "韩",
    "冯",
    "于",
    "董",
    "欧阳",
    "司马",
    "诸葛",
    "上官",
    "侯",
    "薛",
    "闫",
    "白",
    "包",
    "白",
    "云",
    "康",
    "温",
)
_OTHERS = (
    "巴特尔",
    "斯琴高娃",
    "其其格",
    "乌云其木格",
    "阿拉坦仓",
    "娜仁托娅",
    "苏日娜",
    "孟和巴雅尔",
    "阿依古丽·买买提",
    "努尔兰·别克",
    "格日勒图",
    "宝音",
)
_NAMED = (
    ("我叫{name}，家住阳光小区。", 1),
    ("本人{name}，反映供暖问题。", 1),
    ("姓名：{name} 电话不方便留", 1),
    ("联系人：{name}，请回电。", 1),
    ("业主{name}先生来电反映。", 0),
    ("户主：{name}", 1),
    ("我是{name}，想问低保怎么办。", 0),
    ("{name}女士反映楼道堆杂物。", 0),
    ("反映人：{name}", 1),
    ("患者{name}，男，住院费报不了。", 0),
    ("我叫{name}是这个小区的住户", 1),
    ("我儿子叫{name}，上不了学。", 1),
    ("投诉人{name}，称噪音扰民。", 0),
    ("联系人{name}（13900001111）", 0),
    ("{name}13900001111请联系", 0),
    ("申请人：{name}\n2026年3月1日", 1),
    ("我叫{name}家住十二栋", 1),
    ("邻居{name}先生家漏水", 0),
    ("本人姓名{name}，今年七十岁", 1),
)


def names(count: int, seed: int) -> Iterator[Sample]:
    """Private names as people give them; planted is the given name, or the whole of a name without a surname."""
    dice = random.Random(f"{seed} name")
    for n in range(count):
        frame, any_name = _NAMED[n % len(_NAMED)]
        if any_name and dice.random() < 0.2:
            name = planted = dice.choice(_OTHERS)
            way = "without surname"
        else:
            planted = "".join(dice.choice(_GIVEN) for _ in range(dice.choice((1, 2, 2, 2))))
            name = dice.choice(_FAMILY) + planted
            way = "given name of one character" if len(planted) == 1 else "surname and given name"
        yield Sample("name", way, dice.choice(_FILLER) + frame.format(name=name), name)


# --- is it gone? ---------------------------------------------------------------------------------------------------------

_VALUES = {
    c: str(n)
    for shapes in (ways.NUMERALS, ways.FORMAL, ways.SPOKEN, ways.CIRCLED, ways.BOLD)
    for n, c in enumerate(shapes)
}
_VALUES |= {"〇": "0"}


def _bare(text: str) -> str:
    """Digits and Latin letters alone, in one shape: what a reader would put together again."""
    shaped = unicodedata.normalize("NFKC", "".join(_VALUES.get(c, c) for c in text)).lower()
    return "".join(
        "1" if c in "li" else "0" if c in "oо" else c for c in shaped if (c.isascii() and c.isalnum()) or c in "oо"
    )


def uncovered(sample: Sample, masked: str) -> bool:
    """Do four characters in a row of it still stand there (three of a door, the name as such)?"""
    if sample.kind == "name":
        return sample.planted in masked or (len(sample.planted) > 2 and sample.planted[1:] in masked)
    # of an address the part before the @: the domain is nobody's
    said, rest = _bare(sample.planted.partition("@")[0]), _bare(masked)
    size = 3 if sample.kind == "door" else 4
    return any(said[n : n + size] in rest for n in range(len(said) - size + 1))
