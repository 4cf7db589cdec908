"""Instalments (分期履行) as they are typed: one line each, such as B→A 2022-09-03 5000元 第一期赔偿款."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wushi.domain.errors import BadInput
from wushi.domain.events import Instalment

_LINE = re.compile(
    r"(?P<debtor>[A-Z])\s*(?:→|->|＞|>|付?给)\s*(?P<creditor>[A-Z])\s+(?P<due>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:\s+(?P<yuan>\d{1,12}(?:\.\d{1,2})?)\s*元)?(?:\s+(?P<words>.*))?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment with what it is for, in words that go into the vault."""

    instalment: Instalment
    words: str


def read(typed: str) -> list[Line]:
    """The instalments in order. Raises BadInput naming the line that cannot be read."""
    found: list[Line] = []
    for n, line in enumerate((x.strip() for x in typed.split("\n") if x.strip()), 1):
        told = _LINE.fullmatch(line)
        if told is None:
            raise BadInput(field="instalments", why=f"line {n} is not like B→A 2022-09-03 5000元 第一期")
        try:
            due = date(*(int(x) for x in told["due"].split("-")))
        except ValueError:
            raise BadInput(field="instalments", why=f"line {n}: {told['due']} is no day") from None
        fen = int(Decimal(told["yuan"]) * 100) if told["yuan"] else 0
        words = told["words"] or ""
        if not fen and not words:
            raise BadInput(field="instalments", why=f"line {n} says neither how much nor what")
        found.append(Line(Instalment(n, told["debtor"], told["creditor"], due, fen), words))
    return found


def yuan(fen: int) -> str:
    """5,000.00元 as papers write it."""
    return f"{fen // 100:,}.{fen % 100:02d}元"


_FIGURES, _UNITS, _GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿")


def in_capitals(fen: int) -> str:
    """人民币伍仟元整: the sum in figures that cannot be altered by a stroke."""
    whole, small = divmod(fen, 100)
    said, gap = "", False
    for place in range(len(str(whole)) - 1, -1, -1):
        figure = whole // 10**place % 10
        group, unit = divmod(place, 4)
        if figure:
            said += ("零" if gap else "") + _FIGURES[figure] + _UNITS[unit]
            gap = False
        else:
            gap = bool(said)
        if unit == 0 and whole // 10**place % 10_000:
            said += _GROUPS[group]
    said = (said or "零") + "元"
    jiao, fen_ = divmod(small, 10)
    if not small:
        return f"人民币{said}整"
    said += f"{_FIGURES[jiao]}角" if jiao else "零"
    return f"人民币{said}" + (f"{_FIGURES[fen_]}分" if fen_ else "整")
