"""Views of a text for masking (脱敏): the same length, other characters folded, so that a place in one is a place in all."""

from __future__ import annotations

import re
import unicodedata

# Ranges that hold digits of other shapes: superscripts, Arabic, Mongolian, circled, negative circled, mathematical, segmented.
_DIGIT_RANGES = (
    (0xB2, 0xBA), (0x660, 0x66A), (0x6F0, 0x6FA), (0x1810, 0x181A), (0x2070, 0x208A), (0x2460, 0x249C), (0x24EA, 0x2500),
    (0x2776, 0x2794), (0x1D7CE, 0x1D800), (0x1F100, 0x1F10B), (0x1FBF0, 0x1FBFA),
)  # fmt: skip
_LETTER_RANGES = ((0x24B6, 0x24EA), (0x1D400, 0x1D7CC))  # circled, mathematical
_TRADITIONAL = dict(
    zip(
        "號樓棟單戶電話聯繫係郵車證銀賬帳碼貳參陸柒點門組隊層間東號機資儲農業"
        "張劉陳楊趙黃吳孫馬羅鄭謝韓馮於鄧許呂蘇盧蔣賈葉閻餘鍾譚鄒賴閆歐陽東龔湯賀顏錢嚴萬雲龍樊喬溫韋齊畢龐諸"
        "遼滬魯贛貴陝寧瓊黑晉粵閩陜"
        "訴來應當業師輔護照學籍殘駕駛軍薩爾圖蘭寶",
        "号楼栋单户电话联系系邮车证银账账码贰叁陆柒点门组队层间东号机资储农业"
        "张刘陈杨赵黄吴孙马罗郑谢韩冯于邓许吕苏卢蒋贾叶阎余钟谭邹赖闫欧阳东龚汤贺颜钱严万云龙樊乔温韦齐毕庞诸"
        "辽沪鲁赣贵陕宁琼黑晋粤闽陕"
        "诉来应当业师辅护照学籍残驾驶军萨尔图兰宝",
        strict=True,
    )
)


def _shapes() -> dict[int, str]:
    found = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for first, end in _DIGIT_RANGES:
        for code in range(first, end):
            value = unicodedata.digit(chr(code), None)
            if value is not None:
                found[code] = str(value)
    for first, end in _LETTER_RANGES:
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain.isascii():
                found[code] = plain
    found |= {ord(k): v for k, v in _TRADITIONAL.items()}
    # letters that only look like Latin ones
    found |= {ord(k): v for k, v in zip("ОоΟοХхΧАВСЕНКМРТ", "OoOoXxXABCEHKMPT", strict=True)}
    found[0x3000] = " "
    return found


_SHAPES = _shapes()
_MARKS = tuple(zip("，：；（）！？", ",:;()!?", strict=True))
# a set of characters of one plane is looked up at once, one of several planes is walked through
_SHAPED = re.compile(
    "[" + "".join(re.escape(chr(c)) for c in _SHAPES if c < 0x10000 and chr(c) not in "，：；（）！？") + "]"
)
_ASTRAL = re.compile("[\U0001d400-\U0001fbf9]")
_NUMERALS = {
    ord(c): str(value)
    for value, shapes in enumerate(
        ("零〇○◯洞", "一壹幺么", "二贰两", "三叁仨", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾钩")
    )
    for c in shapes
}
_LETTERS = {ord(c): "0" for c in "Oo"} | {ord(c): "1" for c in "lI|"}
NUMERAL = "".join(map(chr, _NUMERALS))
# What people put between the digits of one number. Blanks and marks of every kind, also those that nobody sees.
_BETWEEN = (
    r"[\s\-‐-―_.·•・‧∙,、/\\~*:'’\"“”()\[\]…。"
    "\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufe0f\ufeff\u20e3]"
)  # fmt: skip
GAP = _BETWEEN + "{0,4}"
_MANY_DIGITS = re.compile(rf"[0-9](?:{GAP}[0-9]){{4}}")
_LONG = re.compile(rf"[0-9](?:{GAP}[0-9]){{9}}")
_MANY_NUMERALS = re.compile(rf"[{NUMERAL}](?:{GAP}[0-9OolI|{NUMERAL}]){{3}}|[0-9OolI|]{GAP}[{NUMERAL}]")
_LETTER = re.compile("[OolI|]")
_MANY_LETTERS = re.compile(rf"[OolI|](?:{GAP}[0-9OolI|{NUMERAL}]){{3}}|[0-9{NUMERAL}]{GAP}[OolI|]")


def fold(text: str) -> str:
    """Full width, circled and other digits as ASCII, a few Traditional characters as Simplified ones."""
    if text.isascii():
        return text
    if _SHAPED.search(text) or _ASTRAL.search(text):
        return text.translate(_SHAPES)
    for wide, narrow in _MARKS:  # nearly every text has these and nothing else to fold
        text = text.replace(wide, narrow)
    return text


def views(folded: str) -> tuple[str, ...]:
    """The folded text as it is where it holds a row of digits; with Chinese numerals (一三八, 幺洞拐) as digits; with letters
    that stand for digits (O, l) as digits too. Only those in which there is something to find."""
    found = []
    if _MANY_DIGITS.search(folded):
        found.append(folded)
    numerals = folded.translate(_NUMERALS) if _MANY_NUMERALS.search(folded) else folded
    if numerals is not folded and _MANY_DIGITS.search(numerals):
        found.append(numerals)
    if _LETTER.search(folded) and _MANY_LETTERS.search(folded):
        letters = numerals.translate(_LETTERS)
        if letters != numerals and _MANY_DIGITS.search(letters):
            found.append(letters)
    return tuple(found)


def numerals(folded: str) -> str:
    return folded.translate(_NUMERALS)


def holds_long_number(view: str) -> bool:
    """Ten digits and more: shorter rows are a number of somebody only after a cue word."""
    return _LONG.search(view) is not None
