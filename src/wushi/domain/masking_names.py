"""Names of persons (姓名) by surname and cue word: the given name is covered, the surname stays (张某)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wushi.domain import masking_lexicon as words

Name = tuple[int, int, str]  # what is covered, and what stands there instead
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CUE = re.compile("(?:" + "|".join(words.CUES) + r")(\s?(?:是|为|叫)?[\s:=(\"“]{0,4})")
_WEAK = re.compile("(?:" + "|".join(words.WEAK_CUES) + r")(\s?(?:是|叫做|名叫|叫|姓名|名)?[\s:(（\"“]{0,3})")
_CALLED = frozenset((*words.TITLES, *words.OFFICE_TITLES))
_TITLE = re.compile("(?:" + "|".join(words.TITLES) + ")")
_OFFICE_TITLE = re.compile("(?:" + "|".join(words.OFFICE_TITLES) + ")")
# where a name ends for certain
_END = re.compile(
    rf"$|[^{_HAN}\w·•]|\s|先生|女士|小姐|同志|老师|同学|师傅|电话|手机|身份证|联系|住址|家住|住在|男[,，\s]|女[,，\s]|系|等人|诉|的(?:电话|手机|身份证|房|家|车)|一家|夫妇|某|今年|是(?=[这本一住]|.{{1,8}}(?:业主|居民|住户))"
)
_FREE = re.compile(rf"[{_HAN}]{{2,6}}?(?={_END.pattern})")
_DOTTED = re.compile(rf"[{_HAN}]{{1,8}}(?:[·•・][{_HAN}]{{1,12}}){{1,3}}")
_MONGOLIAN = re.compile("|".join(words.MONGOLIAN))
_MONGOLIAN_BEFORE = re.compile(
    rf"(?:^|[^{_HAN}]|业主|户主|居民|村民|[是叫和给找])((?:{_MONGOLIAN.pattern})[{_HAN}]{{0,4}})$"
)
_DOTTED_BEFORE = re.compile(rf"[{_HAN}]{{1,8}}(?:[·•・][{_HAN}]{{1,12}}){{1,3}}$")
_BEFORE_NUMBER = re.compile(
    rf"(?:^|[^{_HAN}]|是|叫|人|找|给|和|、)([{_HAN}]{{2,4}})(?:的)?[\s,，:：、(（]{{0,3}}(?:联系)?(?:电话|手机|电话号码|手机号码|手机号|身份证号码|身份证号|身份证|[Tt]el)?(?:号码|号)?(?:是|为)?[\s:：,，]{{0,3}}$"
)
_ALONE = re.compile(rf"(?:^|\n)[\s]*([{_HAN}]{{2,4}})[\s]*(?:[0-9]{{4}}\s?[年.\-/][^\n]{{0,10}})?[\s。]*$")


def _surname(text: str, at: int) -> int:
    """The length of the surname at that place; 0: there is none."""
    if text[at : at + 2] in words.COMPOUND:
        return 2
    return 1 if text[at : at + 1] in words.SURNAMES else 0


def _is_han(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff" or "\u3400" <= c <= "\u4dbf"


def _given(text: str, at: int, strict: bool) -> int:
    """The end of the name that begins at `at` (0: none). `strict`: it must end where a name ends for certain."""
    length = _surname(text, at)
    if not length or text[at : at + 2] in words.NOT_NAMES or text[at : at + 3] in words.NOT_NAMES:
        return 0
    first = at + length
    if text[first : first + 2] in _CALLED:
        return 0
    if first >= len(text) or not _is_han(text[first]) or text[first] in words.NOT_GIVEN:
        return 0
    second = first + 1
    two = second < len(text) and _is_han(text[second]) and text[second] not in words.NOT_GIVEN
    if strict:
        if two and text[second] in words.NO_NAME_ENDS:
            return 0
        if two and _END.match(text, second + 1):
            return second + 1
        return second if _END.match(text, second) else 0
    if two and (text[second] not in words.FOLLOWS or _END.match(text, second + 1)) and not _END.match(text, second):
        return second + 1
    return second


def _covered(text: str, at: int, end: int) -> Name:
    return at, end, text[at : at + _surname(text, at)] + "某"


def by_cue(text: str) -> Iterator[Name]:
    """我叫, 姓名, 联系人 and the like; also a name without a known surname when it ends where a name ends."""
    for m in _CUE.finditer(text):
        at = m.end()
        sure = bool(m[1]) or m[0].endswith(("叫", "是"))
        dotted = _DOTTED.match(text, at)
        if dotted:
            yield at, dotted.end(), "〔姓名〕"
            continue
        free = _FREE.match(text, at)
        end = _given(text, at, strict=True)
        known = text[at : at + 1] in words.FREQUENT or text[at : at + 2] in words.COMPOUND
        if not end and sure and not known and free is not None and _foreign(free[0]):
            yield at, free.end(), "〔姓名〕"
            continue
        end = end or (_given(text, at, strict=False) if sure else 0)
        if end and (sure or text[at] not in words.AMBIGUOUS) and "某" not in text[at:end]:
            yield _covered(text, at, end)


def _foreign(said: str) -> bool:
    """A name without surname has none of the characters of speech in it: 巴特尔, 斯琴高娃."""
    return len(said) >= 2 and not any(c in words.NOT_GIVEN for c in said) and "某" not in said


def by_weak_cue(text: str) -> Iterator[Name]:
    """业主, 我是, 患者 and the like: only a whole name that ends where a name ends."""
    for m in _WEAK.finditer(text):
        at = m.end()
        if at >= len(text) or text[m.start() - 1 : m.start() + 2] == "行业主":  # 行业主管部门 has no owner in it
            continue
        dotted = _DOTTED.match(text, at)
        if dotted:
            yield at, dotted.end(), "〔姓名〕"
            continue
        end, link = _given(text, at, strict=True), m[1].strip()
        likely = text[at] in words.FREQUENT or (end - at >= 3 and text[at] not in words.AMBIGUOUS)
        if end and (link or likely) and "某" not in text[at:end]:
            yield _covered(text, at, end)
            continue
        free = _FREE.match(text, at)
        if free is not None and _MONGOLIAN.search(free[0]) and _foreign(free[0]):
            yield at, free.end(), "〔姓名〕"


def _ending_at(text: str, end: int) -> int:
    """Where the name begins that ends there; -1: none. The longest first: 欧阳小明, 王小明, 王明."""
    for length in (4, 3, 2):
        at = end - length
        if at < 0 or not all(_is_han(c) for c in text[at:end]):
            continue
        surname = _surname(text, at)
        if not surname or length - surname not in (1, 2) or text[at : at + 2] in words.NOT_NAMES:
            continue
        given = text[at + surname : end]
        if any(c in words.NOT_GIVEN for c in given) or "某" in given:
            continue
        inside = at > 0 and _is_han(text[at - 1])  # other characters before it: it may be the end of a word
        if (
            surname == 1
            and inside
            and (text[at] in words.AMBIGUOUS or (text[at] not in words.FREQUENT and len(given) == 1))
        ):
            continue
        if (
            surname == 1
            and given[0] in words.FREQUENT
            and (text[at] in words.AMBIGUOUS or (inside and len(given) == 1))
        ):
            continue  # 和李先生, 对王女士: the surname is the second
        if given[-1] in words.NO_NAME_ENDS:
            continue
        if given in words.NOT_NAMES or text[at + 1 : end] in words.NOT_NAMES:
            continue
        return at
    return -1


def by_title(text: str, titles: re.Pattern[str]) -> Iterator[Name]:
    """王小明先生: with a given name before the title; 王先生 says too little to be covered."""
    for m in titles.finditer(text):
        mongolian = _MONGOLIAN_BEFORE.search(text, max(0, m.start() - 8), m.start())
        if mongolian is not None:
            yield *mongolian.span(1), "〔姓名〕"
            continue
        dotted = _DOTTED_BEFORE.search(text, max(0, m.start() - 24), m.start())
        if dotted is not None:
            yield *dotted.span(), "〔姓名〕"
            continue
        at = _ending_at(text, m.start())
        if at >= 0:
            yield _covered(text, at, m.start())


def _whole(said: str) -> bool:
    """Is that a name from its first to its last character?"""
    return "某" not in said and _given(said, 0, strict=True) == len(said)


def beside_numbers(text: str, spans: list[tuple[int, int]]) -> Iterator[Name]:
    """A name right before a telephone or ID number: 王小明13800000000, 王小明（电话…）."""
    for start, _ in spans:
        m = _BEFORE_NUMBER.search(text, max(0, start - 24), start)
        if m is None:
            continue
        for length in (4, 3, 2):
            said = m[1][-length:]
            if len(said) == length and _whole(said):
                yield _covered(text, m.end(1) - length, m.end(1))
                break


def signed(text: str) -> Iterator[Name]:
    """A name on the last line by itself, with a date at most: who wrote it."""
    if "\n" not in text:
        return
    m = _ALONE.search(text, max(0, len(text) - 40))
    if m is not None and _whole(m[1]):
        yield _covered(text, *m.span(1))


def names(text: str, numbers: list[tuple[int, int]]) -> Iterator[Name]:
    """Names of private persons. `numbers`: where numbers of persons stand, beside which their names do."""
    yield from by_cue(text)
    yield from by_weak_cue(text)
    yield from by_title(text, _TITLE)
    yield from beside_numbers(text, numbers)
    yield from signed(text)


def officials(text: str) -> Iterator[Name]:
    """李刚局长: whose conduct is meant. Staff need it; the public does not."""
    yield from by_title(text, _OFFICE_TITLE)
