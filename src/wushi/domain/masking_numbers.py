"""Numbers by which a person could be found (脱敏): mobiles, ID numbers, bank cards, telephones, plates, accounts, mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from wushi.domain import masking_words as words
from wushi.domain.masking_folds import GAP, NUMERAL, numerals

Span = tuple[int, int]
_CUE = 14  # characters before a number that may say what it is
_ENUMERATED = re.compile(r"[、,]")

# --- mobiles -------------------------------------------------------------------------------------------------------------

_MOBILE = re.compile(rf"1{GAP}[3-9](?:{GAP}[0-9]){{9}}(?![0-9])")
_COUNTRY = re.compile(rf"(?<![0-9])(?:\(?[+]?\(?(?:0{GAP}0{GAP})?8{GAP}6\)?{GAP})?0?$")
_SEVERAL = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}){2,}(?![0-9])")
_MEASURE = re.compile(r"\s?(?:%|‰|㎡|平方|平米|[元万亿亩米吨度个户人次年月日]|公里)")
_YEARLY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])(?![0-9])")


def _spoken_of(text: str, start: int, cue: re.Pattern[str], within: int = _CUE) -> bool:
    """Does a cue word stand shortly before that place? The words that cover other things are none."""
    since = max(0, start - within)
    return cue.search(text, max(since, text.rfind("〕", since, start) + 1), start) is not None


def _groups(said: str) -> list[str]:
    return re.findall("[0-9]+", said)


def _like_one_number(text: str, start: int, end: int) -> bool:
    """Digits with marks between them: one number read out in parts, or several that stand in a row?"""
    said = text[start:end]
    groups = _groups(said)
    if len(groups) == 1:
        return True
    if len(groups) == len("".join(groups)) and _within_a_row(text, start, end):
        return False  # single digits of a longer number
    marks = set(re.findall(r"[^0-9\s]+", said))
    if _ENUMERATED.search(said) and len(groups) < len("".join(groups)) and not _grouped(groups):
        return False
    if marks == {"."} and len(groups) >= 4 and all(int(g) < 256 for g in groups) and max(map(len, groups)) == 3:
        return False  # an address in a network
    if any(_spoken_of(text, start, cue) for cue in (words.TELEPHONE, words.CARD, words.ID)):
        return True
    if _MEASURE.match(text, end) or _YEARLY.search(said):
        return False
    if len(groups) > 5 and len(groups) < len("".join(groups)) - 2:
        # split at odd places: only with one and the same mark it is a way of writing
        return len(marks) <= 1 and "." not in said
    return True


_GROUPINGS = ([5, 6], [6, 5], [6, 4, 4, 4], [4, 4, 4, 4, 2], [4, 4, 4, 4, 1])


def _within_a_row(text: str, start: int, end: int) -> bool:
    """Is that the midst of a longer row of digits, with the same mark before it as inside?"""
    mark = re.match(r"[0-9]+([^0-9]*)", text[start:end])
    inside = mark[1] if mark else ""
    if not inside:
        return False
    before = text[max(0, start - len(inside) - 1) : start]
    after = text[end : end + len(inside) + 1]
    return (before[1:] == inside and before[:1].isdigit()) or (after[:-1] == inside and after[-1:].isdigit())


def _grouped(groups: list[str]) -> bool:
    """As telephones, cards and ID numbers are written: 138 1234 5678, 6222 0212 3456 7890 123, 110105 19491231 002X."""
    lengths = [len(g) for g in groups]
    return min(lengths) >= 3 or lengths in _GROUPINGS or (len(lengths) > 3 and set(lengths[:-1]) == {4})


def mobiles(text: str) -> Iterator[Span]:
    """手机号: eleven digits from 13 to 19, however they are grouped; with +86, 0086 or a 0 before them."""
    at = 0
    while m := _MOBILE.search(text, at):
        start, at = m.start(), m.start() + 1
        if (start and text[start - 1].isdigit()) or text[max(0, start - 3) : start].rstrip(" -+()").endswith("86"):
            country = _COUNTRY.search(text, max(0, start - 16), start)
            if country is None:
                continue
            start = country.start()
        if _like_one_number(text, m.start(), m.end()):
            at = m.end()
            yield start, at
    for m in _SEVERAL.finditer(text):
        yield m.span()


# --- ID numbers ----------------------------------------------------------------------------------------------------------

_ID18 = re.compile(rf"(?<![0-9])[1-9](?:{GAP}[0-9]){{16}}{GAP}[0-9Xx×](?![0-9])")
_ID15 = re.compile(rf"(?<![0-9])[1-9](?:{GAP}[0-9]){{14}}(?![0-9])")
# GB/T 2260: the first two digits of every region
_PROVINCES = frozenset(
    str(n)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for n in range(first, last + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def checksum(digits: str) -> str:
    """The eighteenth character of an ID number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11]


def _birthday(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= _MONTH_DAYS[int(month) - 1]


def _is_id18(said: str) -> bool:
    """A province and a birthday are enough: one mistyped digit must not uncover a person. Or the checksum alone with one."""
    if said[:2] not in _PROVINCES:
        return False
    if said[6:8] in ("18", "19", "20") and _birthday(said[10:12], said[12:14]):
        return True
    return checksum(said[:17]) == said[17] and said[6:8] in ("18", "19", "20")


def ids(text: str) -> Iterator[Span]:
    """证件号: eighteen characters with a province and a birthday, fifteen of the old form, and what a cue word names."""
    for m in _ID18.finditer(text):
        said = "".join(c for c in m[0].upper().replace("×", "X") if c.isdigit() or c == "X")
        if _is_id18(said) and not _within_a_row(text, *m.span()):
            yield m.span()
    for m in _ID15.finditer(text):
        said = "".join(c for c in m[0] if c.isdigit())
        if said[:2] in _PROVINCES and _birthday(said[8:10], said[10:12]) and not _within_a_row(text, *m.span()):
            yield m.span()


def documents(text: str) -> Iterator[Span]:
    """What stands after 身份证号, 护照 and the like, whatever it looks like."""
    for m in words.DOCUMENT_NUMBER.finditer(text):
        yield m.span(1)


# --- bank cards ----------------------------------------------------------------------------------------------------------

_CARD = re.compile(rf"(?<![0-9])[1-9](?:{GAP}[0-9]){{15,18}}(?![0-9])")
_DECIMALS = re.compile(r"[0-9]{2,3}\.(?:[0-9]+\.)+[0-9]+$")  # marks of an examination, run together
_ISSUED = re.compile("[3-69]")


def luhn(digits: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812-1)."""
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _card_end(text: str, start: int, end: int) -> int:
    """Where the card number ends that begins at `start`; 0: there is none. What follows it may be another number."""
    places = [n for n in range(start, end) if text[n].isdigit()]
    cued = _spoken_of(text, start, words.CARD)
    if not cued and (_spoken_of(text, start, words.OTHER_NUMBER) or _spoken_of(text, start, words.CALL, 6)):
        return 0
    for length in (19, 18, 17, 16):
        if length > len(places):
            continue
        if length < len(places) and places[length] == places[length - 1] + 1:
            continue  # in the midst of a group
        digits = "".join(text[n] for n in places[:length])
        issued = _ISSUED.match(digits) is not None
        known = digits.startswith("62") and length in (16, 19)  # a mistyped one is a card number still
        if cued or (issued and luhn(digits)) or known:
            return places[length - 1] + 1
    return 0


def cards(text: str) -> Iterator[Span]:
    """银行卡号: sixteen to nineteen digits that pass the check digit, begin as UnionPay cards do, or follow a cue word."""
    for m in _CARD.finditer(text):
        end = _card_end(text, *m.span())
        if end and _like_one_number(text, m.start(), end) and not _DECIMALS.match(text, m.start(), end):
            yield m.start(), end
    for m in words.CARD_NUMBER.finditer(text):
        yield m.span(1)


# --- telephones ----------------------------------------------------------------------------------------------------------

_LANDLINE = re.compile(
    rf"(?<![0-9])(0[0-9]{{2,3}}\)?{GAP}[2-8](?:{GAP}[0-9]){{6,7}}|0(?:{GAP}[0-9]){{9,11}})"
    r"(?:\s?(?:转|-|ext)\.?\s?[0-9]{1,6})?(?![0-9])"
)
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}$")


def landlines(text: str, private: Callable[[str, int, int], bool]) -> Iterator[Span]:
    """固定电话: with an area code, or seven to eight digits after a cue word; `private` tells those of offices apart."""
    for m in _LANDLINE.finditer(text):
        digits = "".join(c for c in m[1] if c.isdigit())
        if _AREA.match(digits) and private(text, *m.span()) and _like_one_number(text, *m.span(1)):
            yield m.span()
    for m in words.TELEPHONE_NUMBER.finditer(text):
        if private(text, *m.span(1)):
            yield m.span(1)


def of_a_person(text: str, start: int, end: int) -> bool:
    """In a resident's words: every telephone but those of offices, firms and hotlines."""
    return not _spoken_of(text, start, words.OFFICE, 16)


def said_by_an_office(text: str, start: int, end: int) -> bool:
    """In an office's words: only what is called the telephone of a person."""
    return _spoken_of(text, start, words.HOME, 16)


# --- plates --------------------------------------------------------------------------------------------------------------

_SPACE = "[\\s·.•・\\-—–_:'\"*/~,\u200b-\u200d\ufeff]{0,3}"
_REGION = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
_PLATE = re.compile(
    rf"{_REGION}{_SPACE}[A-Za-z]{_SPACE}([A-Za-z0-9](?:{_SPACE}[A-Za-z0-9]){{3,5}})"
    rf"({_SPACE}[学警挂港澳领超])?(?![A-Za-z0-9])"
)
_PLATE_BEGINS = re.compile(rf"{_REGION}{_SPACE}[A-Za-z]{_SPACE}[A-Za-z0-9{NUMERAL}]")


def plates(folded: str) -> Iterator[Span]:
    """车牌: province and letter with five characters, six of new-energy cars, or four and a word such as 挂, 学."""
    if not _PLATE_BEGINS.search(folded):
        if "车牌" in folded or "牌号" in folded:
            yield from (m.span(1) for m in words.PLATE_NUMBER.finditer(folded))
        return
    for text in (folded, numerals(folded)):
        for m in _PLATE.finditer(text):
            said = "".join(c for c in m[1] if c.isalnum())
            if len(said) + bool(m[2]) not in (5, 6) or sum(c.isdigit() or c in "OoIl" for c in said) < 2:
                continue
            yield m.span()
    yield from (m.span(1) for m in words.PLATE_NUMBER.finditer(folded))


# --- mail and accounts ---------------------------------------------------------------------------------------------------

_LABEL = "(?:[A-Za-z0-9](?: [A-Za-z0-9-](?![A-Za-z0-9-])){1,30}|[A-Za-z0-9-]{1,63})"
_AT = re.compile(
    r"\s{0,2}(?:@|\(at\)|\[at\]|(?<=[A-Za-z0-9]) at (?=[a-z0-9]+ ?(?:[.。·点]|dot))|艾特|#(?=\s?(?:qq|163|126|sina|gmail|139|189)))\s{0,2}"
    rf"({_LABEL}(?:\s?(?:[.。·｡]|点|dot)\s?{_LABEL}){{1,3}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[A-Za-z0-9._%+-]+$")
_LONGEST_LOCAL = 64


def mails(folded: str) -> Iterator[Span]:
    """邮箱: name, @ and domain, also with blanks, with 点 for the dot and (at) or 艾特 for the @."""
    text, before = numerals(folded), 0
    for m in _AT.finditer(folded):
        start = m.start()
        while start > before:
            local = _LOCAL.search(text, max(before, start - _LONGEST_LOCAL), start)
            if local is None:
                break
            single = local.end() - local.start() <= 2
            start = local.start()
            # z h a n g @: single letters with blanks between them belong together
            if not (single and start - 1 > before and text[start - 1] == " "):
                break
            start -= 1
        if start < m.start():
            end = m.end()
            while text[end - 1] in " -":
                end -= 1
            while text[start] == " ":
                start += 1
            yield start, end
            before = end


def accounts(folded: str, cue: re.Pattern[str], begins: tuple[str, ...]) -> Iterator[Span]:
    """微信号 and the like: what follows the cue word and looks like a name of an account."""
    if not any(begin in folded for begin in begins):
        return
    for cued in cue.finditer(folded):
        # of what follows only so much can belong to a name of an account
        m = words.ACCOUNT.match(numerals(folded[cued.end() : cued.end() + 64]))
        if m is None:
            continue
        said = "".join(c for c in m[1] if c.isalnum() or c in "_-")
        if len(said) < 5 or (said.isdigit() and (len(said) < 6 or _MEASURE.match(folded, cued.end() + m.end(1)))):
            continue
        yield cued.end() + m.start(1), cued.end() + m.end(1)


def qqs(text: str) -> Iterator[Span]:
    if not any(begin in text for begin in words.QQ_BEGINS):
        return
    for m in words.QQ_NUMBER.finditer(text):
        yield m.span(1)
