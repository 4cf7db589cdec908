"""Check before sending (答复检查): what a reply lacks, rule by rule, each with the words it found; it warns and never scores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from wushi.domain.classification import terms_of
from wushi.domain.points import Answered
from wushi.domain.policy import Subject
from wushi.domain.reply_rules import ReplyRules

# The order in which a person mends them.
CODES = (
    "too_short", "only_forwarded", "point_open", "off_point", "no_rule", "no_date", "no_contact", "template", "officialese",
)  # fmt: skip
READ = 20_000  # characters of a reply that are looked at
_SHOWN = 5  # words named in one warning
_OPEN_ENDED = frozenset({"partly", "promised", "lawful_refusal", "not_ours", "cannot_now"})
_SENTENCE = re.compile(r"[^。！!？?；;\n]+")
_CLAUSE = re.compile(r"[^。！!？?；;\n，,、:：]+")
_N = "[0-9〇零一二三四五六七八九十两]"
_DATE = re.compile(
    rf"(?:[12]\d{{3}}年)?{_N}{{1,3}}月(?:{_N}{{1,3}}[日号]|底|份|上旬|中旬|下旬|初)?|{_N}{{1,4}}个?(?:工作日|小时|天|日|周|星期|月|年)(?:内|之内|以内|左右|后|前)?"
    r"|[12]\d{3}年|[12]\d{3}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|今[天日晚年]|明[天日晚年]|后天|本[周月年]|下[周月]|年[内底前]|月底|季度"
    rf"|(?:周|星期|礼拜)[一二三四五六日天]|(?:春节|国庆|中秋|五一|元旦|供暖期?|汛期|开学|暑假|寒假|雨季|入冬)[前后间]?|{_N}{{1,2}}[点时]"
)
_RULE = re.compile(
    r"《[^》]{2,60}》|\d{1,5}号(?:文|令|公告|通知)|第[0-9〇零一二三四五六七八九十百]{1,6}条|[〔\[【（(][12]\d{3}[〕\]】）)]\s?第?\d{1,5}号"
    r"|(?:根据|依据|按照|依照|参照)(?P<name>[^，。；,;\n]{2,40}?(?:法|条例|办法|规定|通知|方案|标准|规划|意见|细则|决定|批复|规范|目录))"
)
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\d{7,8}|1\d{10}|12345|0\d{2,3}[-－— ]?\d{7,8}|\d{3,4}[-－]\d{3,4})(?!\d)|〔手机号〕|〔电话〕"
)
_COVERED = re.compile(r"〔[^〕]{1,8}〕")
_CALLED = re.compile(r"[\u4e00-\u9fff]{1,2}(?:先生|女士|同志|阿姨|大爷|大妈|师傅|老师)")
# The office's name at the end, which is no part of what it says.
_SIGNED = re.compile(
    r"(?<=[。！!？?\s])[^\s。！!？?，,；;、：:]{2,20}(?:局|办|委|处|所|站|队|镇|乡|政府|街道|中心|公司|办公室|办事处|管委会)\s*$"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_RUN = re.compile(r"(?:(?![〇零一二三四五六七八九十两百千])[\u3400-\u9fff]){2,}")


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing that the reply lacks. `point`: the number of the point, 0 for the reply as a whole; `found`: the words that
    show it, or the numbers of the matters that got the same reply."""

    code: str
    point: int = 0
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A reply that the unit gave to another matter, masked; `about`: subject and place, by which equal matters are known."""

    number: str
    text: str
    about: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as it stands before it is sent."""

    general: str
    outcome: str = ""
    points: tuple[Answered, ...] = ()

    @property
    def text(self) -> str:
        """All that the unit wrote, without the points themselves, which are the resident's words."""
        return "\n".join(part for part in (*(a.answer for a in self.points), self.general) if part)[:READ]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=64)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for a list of words, the longer before the shorter."""
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or "(?!)")


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text)


def _found(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_any(words).findall(text)))[:_SHOWN]


def _substance(text: str, rules: ReplyRules, *, forwarded: bool) -> int:
    """Characters that are left without courtesy, dates, and (`forwarded`) the clauses that only pass the matter on."""
    courtesy, passing = _any(rules.words("courtesy")), _any((*rules.words("forwarded"), *rules.words("received")))
    done, left = _any(rules.words("done")), 0
    for clause in _CLAUSE.findall(_SIGNED.sub("", _DATE.sub(" ", text).rstrip())):
        if forwarded and passing.search(clause) and not done.search(clause):
            continue
        left += _letters(courtesy.sub("", clause))
    return left


def _only_forwarded(text: str, rules: ReplyRules) -> list[Warned]:
    found = _found((*rules.words("forwarded"), *rules.words("received")), text)
    if found and _substance(text, rules, forwarded=True) < rules.number("beside_forwarding"):
        return [Warned("only_forwarded", 0, found)]
    return []


def _too_short(text: str, rules: ReplyRules) -> list[Warned]:
    return [Warned("too_short")] if _substance(text, rules, forwarded=False) < rules.number("shortest") else []


def pairs(text: str, rules: ReplyRules) -> set[str]:
    """Pairs of Chinese characters of a text, without numbers and without those that stand in nearly every text."""
    found: set[str] = set()
    for run in _RUN.findall(_plain(text)):
        found.update(map(add, run, run[1:]))
    return found - rules.common


def _open_points(draft: Draft, rules: ReplyRules) -> list[Warned]:
    """A point with a status and no words, which the general text does not speak of either."""
    general = pairs(draft.general, rules) if any(not a.answer.strip() for a in draft.points) else set()
    return [
        Warned("point_open", n, (a.point,))
        for n, a in enumerate(draft.points, 1)
        if not a.answer.strip() and len(pairs(a.point, rules) & general) < rules.number("shared")
    ]


def _off_point(text: str, demand: str, terms: Iterable[str], rules: ReplyRules) -> list[Warned]:
    """Nothing of the demand's own words and none of its subject's words stand in the reply."""
    asked = pairs(demand, rules)
    if _letters(text) < rules.number("off_point_from") or len(asked) < rules.number("shared"):
        return []
    if any(term in text for term in terms):
        return []
    return [Warned("off_point")] if len(asked & pairs(text, rules)) < rules.number("shared") else []


def _named_rule(text: str, rules: ReplyRules) -> bool:
    hollow = _any(rules.words("hollow_rule"))
    for found in _RULE.finditer(text):
        name = found["name"]
        if name is None or _letters(hollow.sub("", name)) > 2:
            return True
    return False


def _no_rule(draft: Draft, text: str, rules: ReplyRules) -> list[Warned]:
    """It refuses and names no law, article or document: for a point its own answer counts, else the whole."""
    refused = [n for n, a in enumerate(draft.points, 1) if a.status == "lawful_refusal"]
    if _named_rule(text, rules):
        return [
            Warned("no_rule", n)
            for n in refused
            if len(refused) > 1 and not _named_rule(draft.points[n - 1].answer, rules)
        ]
    if refused:
        return [Warned("no_rule", n) for n in refused]
    found = _found(rules.words("refusal"), text)
    return [Warned("no_rule", 0, found)] if found or draft.outcome == "lawful_refusal" else []


def _no_date(draft: Draft, text: str, rules: ReplyRules) -> list[Warned]:
    """It promises and names no day: a point that is promised, or a sentence whose only moment is 尽快."""
    missing = [
        Warned("no_date", n)
        for n, a in enumerate(draft.points, 1)
        if a.status == "promised" and not _DATE.search(_plain(a.answer))
    ]
    if missing:
        return missing
    vague: list[str] = []
    promise = _any(rules.words("promise"))
    for sentence in _SENTENCE.findall(text):
        if not _DATE.search(sentence) and promise.search(sentence):
            vague += _any(rules.words("vague")).findall(sentence)
    return [Warned("no_date", 0, tuple(dict.fromkeys(vague))[:_SHOWN])] if vague else []


def _no_contact(draft: Draft, text: str, rules: ReplyRules) -> list[Warned]:
    """Something is left open, or the resident is to turn to somebody, and no telephone is given."""
    if _TELEPHONE.search(text):
        return []
    found = _found(rules.words("turn_to"), text)
    left_open = draft.outcome in _OPEN_ENDED or any(a.status in _OPEN_ENDED for a in draft.points)
    return [Warned("no_contact", 0, found)] if found or left_open else []


def _officialese(text: str, rules: ReplyRules) -> list[Warned]:
    found = tuple(word for word in rules.plain if word in text)
    return [Warned("officialese", 0, found[:_SHOWN])] if len(found) >= max(rules.number("officialese"), 1) else []


def core(text: str) -> str:
    """A reply without what differs between two copies of one template: names, numbers, dates, marks."""
    text = _CALLED.sub("", _COVERED.sub("", _DATE.sub("", _plain(text))))
    return "".join(_HAN.findall(text))


@lru_cache(maxsize=1_000)
def _shingles(text: str) -> frozenset[int]:
    said = core(text)
    return frozenset(hash(said[n : n + 4]) for n in range(max(len(said) - 3, 1))) if said else frozenset()


def _template(text: str, about: tuple[str, str], earlier: Sequence[Earlier], rules: ReplyRules) -> list[Warned]:
    """The same words went to several other matters. Matters of one subject at one place are one event: there it is right."""
    own, alike, wanted = _shingles(text), [], rules.number("template_alike")
    if len(own) < rules.number("template_shortest"):
        return []
    for one in earlier:
        if all(about) and one.about == about:
            continue
        other = _shingles(one.text)
        if not wanted * len(own) <= len(other) <= len(own) / wanted:
            continue
        both = len(own & other)
        if both >= wanted * (len(own) + len(other) - both):
            alike.append(one.number)
    alike = list(dict.fromkeys(alike))
    return [Warned("template", 0, tuple(alike[:_SHOWN]))] if len(alike) >= rules.number("template_matters") else []


def terms_under(subject: str, subjects: Mapping[str, Subject]) -> frozenset[str]:
    """How people name what lies in the subject's branch, its first two levels."""
    branch = "/".join(subject.split("/")[:2])
    found = {code: s for code, s in subjects.items() if branch and f"{code}/".startswith(f"{branch}/")}
    return frozenset(term for term, _ in terms_of(found) if len(term) > 1)


def check(
    draft: Draft,
    rules: ReplyRules,
    *,
    demand: str = "",
    terms: Iterable[str] = (),
    about: tuple[str, str] = ("", ""),
    earlier: Sequence[Earlier] = (),
) -> tuple[Warned, ...]:
    """What the reply lacks, in the order in which a person mends it; nothing for a reply that is empty, which is refused anyway.

    `demand`: the words and points it answers; `terms`: words of its subject; `earlier`: the unit's last replies, newest first."""
    text = _plain(draft.text)
    if not text.strip() or not rules.lists:
        return ()
    empty = _only_forwarded(text, rules) or _too_short(text, rules)
    found = [*empty, *_open_points(draft, rules)]
    if not empty:  # what says nothing cannot be off the point too
        found += _off_point(text, demand, terms, rules)
    found += _no_rule(draft, text, rules) + _no_date(draft, text, rules) + _no_contact(draft, text, rules)
    found += _template(draft.text, about, earlier, rules) + _officialese(text, rules)
    order = {code: n for n, code in enumerate(CODES)}
    return tuple(sorted(found, key=lambda w: (order[w.code], w.point)))
