"""Masking (脱敏): numbers by which a person could be found are covered in the words that staff and lists show."""

from __future__ import annotations

import re

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Order matters: the longest and most certain first, so that an ID number is not covered as a bank card.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # bounded, so that a long run of letters costs no more than its length
    (re.compile(r"[A-Za-z0-9._%+-]{1,128}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,}"), "〔邮箱〕"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "〔证件号〕"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "〔手机号〕"),
    (re.compile(r"(?<!\d)(?:\d{4}[- ]?){3,4}\d{1,4}(?!\d)"), "〔卡号〕"),
    (re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"), "〔车牌〕"),
    (re.compile(r"(?:微信号?|[Ww][Ee]?[Cc]hat|[Vv][Xx])[号::]?\s*[::]?\s*[A-Za-z][-_A-Za-z0-9]{5,19}"), "〔微信号〕"),
    (re.compile(r"\d{1,3}(?:号楼|栋|幢)\d{1,2}单元\d{2,4}(?:室|号)?"), "〔门牌〕"),
)  # fmt: skip
_LONG_NUMBER = re.compile(r"\d{3}[- ]?\d{4}")


def _may_hold(cover: str, text: str, long_number: bool) -> bool:
    """Can the rule find anything at all? Quick to see, and in most texts none can."""
    match cover:
        case "〔邮箱〕":
            return "@" in text
        case "〔门牌〕":
            return "单元" in text
        case "〔微信号〕":
            return "微信" in text or "x" in text or "X" in text or "hat" in text
        case "〔车牌〕":
            return True
    return long_number


def mask(text: str) -> str:
    """The text with what the rules find covered by a word that says what stood there."""
    long_number = _LONG_NUMBER.search(text) is not None
    for pattern, cover in _RULES:
        if _may_hold(cover, text, long_number):
            text = pattern.sub(cover, text)
    return text
