"""Masking (脱敏): numbers by which a person could be found are covered in the words that staff and lists show."""

from __future__ import annotations

import re

# Order matters: the longest and most certain first, so that an ID number is not covered as a bank card.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"), "〔邮箱〕"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "〔证件号〕"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "〔手机号〕"),
    (re.compile(r"(?<!\d)(?:\d{4}[- ]?){3,4}\d{1,4}(?!\d)"), "〔卡号〕"),
    (re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"), "〔车牌〕"),
    (re.compile(r"(?:微信号?|[Ww][Ee]?[Cc]hat|[Vv][Xx])[号::]?\s*[::]?\s*[A-Za-z][-_A-Za-z0-9]{5,19}"), "〔微信号〕"),
    (re.compile(r"\d{1,3}(?:号楼|栋|幢)\d{1,2}单元\d{2,4}(?:室|号)?"), "〔门牌〕"),
)  # fmt: skip
_ANY = re.compile(r"\d{4}|@|[Vv][Xx]|微信|[Cc]hat|单元")


def mask(text: str) -> str:
    """The text with what the rules find covered by a word that says what stood there."""
    if not _ANY.search(text):
        return text
    for pattern, cover in _RULES:
        text = pattern.sub(cover, text)
    return text
