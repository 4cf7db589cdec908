"""Ways of writing a number, and invented numbers of each kind with their check digits, computed anew and not by the rules measured."""

from __future__ import annotations

import random
from collections.abc import Callable

Way = Callable[[random.Random, str], str]
NUMERALS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
SPOKEN = "洞幺两三四五六拐八勾"
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
BOLD = "".join(chr(0x1D7CE + n) for n in range(10))
_MARKS = (" ", "  ", ".", "-", "·", "_", "/", "—", " - ", "~", "*", ":", "\n", "、", ",")
_HIDDEN = ("\u200b", "\u200d", "\ufeff", "\u00ad")


_GROUPS: dict[int, tuple[tuple[int, ...], ...]] = {
    11: ((3, 4, 4), (3, 8), (4, 4, 3), (3, 3, 5)),
    18: ((6, 8, 4), (6, 4, 4, 4), (3, 3, 8, 4)),
}


def _plain(dice: random.Random, said: str) -> str:
    return said


def in_shapes(letters: str) -> Way:
    return lambda dice, said: "".join(letters[int(c)] if c.isdigit() and c.isascii() else c for c in said)


def full_width(dice: random.Random, said: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in said)


def _spaced(dice: random.Random, said: str) -> str:
    return dice.choice(_MARKS[:6]).join(said)


def _grouped(dice: random.Random, said: str) -> str:
    mark, parts, at = dice.choice(_MARKS), [], 0
    for size in dice.choice(_GROUPS.get(len(said), ((4,) * 5,))):
        parts.append(said[at : at + size])
        at += size
    return mark.join(part for part in parts if part)


def _broken(dice: random.Random, said: str) -> str:
    """Marks at one to three odd places."""
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(1, len(said) - 1)
        said = said[:at] + dice.choice(_MARKS[:7]) + said[at:]
    return said


def _hidden(dice: random.Random, said: str) -> str:
    return dice.choice(_HIDDEN).join(said)


def _mixed(dice: random.Random, said: str) -> str:
    shapes = (NUMERALS, FORMAL, CIRCLED, "0123456789", "０１２３４５６７８９")
    return "".join(dice.choice(shapes)[int(c)] if c.isdigit() and c.isascii() else c for c in said)


def _letters(dice: random.Random, said: str) -> str:
    return said.replace("0", dice.choice("OoО")).replace("1", dice.choice("lI1"))


def _keycaps(dice: random.Random, said: str) -> str:
    return "".join(c + "\ufe0f\u20e3" if c.isdigit() else c for c in said)


def _spoken_groups(dice: random.Random, said: str) -> str:
    return _grouped(dice, in_shapes(SPOKEN)(dice, said))


def _lines(dice: random.Random, said: str) -> str:
    at = dice.randint(3, len(said) - 3)
    return said[:at] + dice.choice(("\n", "\r\n", "\n  ")) + said[at:]


WAYS: dict[str, Way] = {
    "plain": _plain,
    "full width": full_width,
    "grouped": _grouped,
    "spaced": _spaced,
    "odd marks": _broken,
    "characters": in_shapes(NUMERALS),
    "formal characters": in_shapes(FORMAL),
    "spoken": in_shapes(SPOKEN),
    "spoken in groups": _spoken_groups,
    "circled": in_shapes(CIRCLED),
    "bold": in_shapes(BOLD),
    "keycaps": _keycaps,
    "mixed": _mixed,
    "O and l": _letters,
    "line break": _lines,
    "hidden characters": _hidden,
}


# --- what is drawn -------------------------------------------------------------------------------------------------------


def _digits(dice: random.Random, n: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(n))


def mobile(dice: random.Random) -> str:
    return "1" + dice.choice("3456789") + _digits(dice, 9)


def id_number(dice: random.Random) -> str:
    """GB 11643: a county, a birthday, a serial number, the check character; written anew here."""
    county = dice.choice(("150302", "110105", "430102", "650103", "310115", "442000", "540102"))
    born = f"{dice.randint(1935, 2020)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    body = county + born + _digits(dice, 3)
    total = sum(int(c) * pow(2, 17 - n, 11) for n, c in enumerate(body))
    return body + "0123456789X"[(12 - total) % 11]


def mistyped_id(dice: random.Random) -> str:
    """One digit of the serial number or the check character is wrong."""
    said = id_number(dice)
    at = dice.choice((14, 15, 16, 17))
    return said[:at] + dice.choice([c for c in "0123456789" if c != said[at]]) + said[at + 1 :]


def old_id(dice: random.Random) -> str:
    born = f"{dice.randint(30, 89)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    return dice.choice(("150303", "110104", "430103")) + born + _digits(dice, 3)


def card(dice: random.Random) -> str:
    length = dice.choice((16, 19, 19, 17, 18))
    begins = dice.choice(("622588", "456351", "519412") if length == 16 else ("622202", "621700", "622848", "621661"))
    body = begins + _digits(dice, length - 7)
    for check in "0123456789":
        total = 0
        for n, c in enumerate(reversed(body + check)):
            value = int(c) * (2 if n % 2 else 1)
            total += value // 10 + value % 10
        if total % 10 == 0:
            return body + check
    raise AssertionError


_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def plate(dice: random.Random) -> str:
    region = dice.choice("蒙蒙蒙京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋陕吉闽贵粤青藏川宁琼") + dice.choice(
        "ABCDEFGHJKLM"
    )
    sort = dice.random()
    if sort < 0.3:  # new energy, small
        return region + dice.choice("DF") + dice.choice(_PLATE_LETTERS + "0123456789") + _digits(dice, 4)
    if sort < 0.4:  # new energy, large
        return region + _digits(dice, 5) + dice.choice("DF")
    body = list(_digits(dice, 5))
    for at in dice.sample(range(5), dice.choice((0, 1, 1, 2))):
        body[at] = dice.choice(_PLATE_LETTERS)
    return region + "".join(body)


_SYLLABLES = (
    "zhang",
    "li",
    "wang",
    "chen",
    "xiao",
    "ming",
    "hua",
    "bayar",
    "tuya",
    "feng",
    "dong",
    "cloud",
    "sky",
    "lucky",
)


def mail(dice: random.Random) -> str:
    local = dice.choice(
        (_digits(dice, 9).lstrip("0") + "1", dice.choice(_SYLLABLES) + dice.choice(("", ".", "_")) + _digits(dice, 3))
    )
    return (
        local
        + "@"
        + dice.choice(("qq.com", "163.com", "126.com", "sina.com.cn", "gmail.com", "139.com", "foxmail.com"))
    )


def wechat(dice: random.Random) -> str:
    if dice.random() < 0.3:
        return "wxid_" + "".join(dice.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(12))
    return (
        dice.choice(_SYLLABLES)
        + dice.choice(("", "_", "-"))
        + dice.choice(_SYLLABLES)
        + _digits(dice, dice.randint(2, 6))
    )


def qq(dice: random.Random) -> str:
    return str(dice.randint(1, 9)) + _digits(dice, dice.randint(5, 9))
