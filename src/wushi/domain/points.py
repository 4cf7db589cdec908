"""Points (诉求要点): what of a demand has to be answered, proposed from its words, listed by the desk, answered one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wushi.domain import events as e
from wushi.domain import lifecycle
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.reply_rules import ReplyRules

# What a reply says of a point, and how it stands in the reply's text.
STATUSES: dict[str, str] = {
    "solved": "解决了",
    "partly": "解决了一部分",
    "promised": "定了日期去办",
    "lawful_refusal": "按规定不能办",
    "explained": "作了说明",
    "not_ours": "归别的单位管",
}
READ = 4_000  # characters of a demand in which points are looked for: what comes later is history of the case
_CHINESE = "一二三四五六七八九十"
# A number at the beginning of a part: 1、 1. (1) 一、 （一） 第一， 首先
_NUMBERED = re.compile(
    rf"(?:(?<=[\s。；;：:！!？?，,])|^)\s*(?:[（(](?P<a>\d{{1,2}}|[{_CHINESE}])[）)][、.．]?|(?P<b>\d{{1,2}})(?:、|[.．](?!\d)|[）)])"
    rf"|(?P<c>[{_CHINESE}])[、.．]|第(?P<d>[{_CHINESE}])[，、,：:]|(?P<e>首先|其次|再次|另外|最后)[，、,：:]?)"
)
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "另外": 3, "最后": 4}
_SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;]?")
_EDGES = " \t\r\n，,。；;：:、.．…—-“”\"'"


@dataclass(frozen=True, slots=True)
class Answered:
    """One point with what the reply says of it."""

    point: str
    status: str
    answer: str

    @property
    def label(self) -> str:
        return STATUSES.get(self.status, self.status)


def _number(found: re.Match[str]) -> int:
    said = next(v for v in found.groups() if v)
    if said in _WORDS:
        return _WORDS[said]
    return int(said) if said.isdigit() else _CHINESE.index(said) + 1


def _numbered(text: str) -> list[str]:
    """The parts of the first list that counts from one in order; none when nothing is counted."""
    runs: list[list[tuple[int, int, int]]] = []  # each: (number, begins, ends) of the marks of one list
    for mark in _NUMBERED.finditer(text):
        n = _number(mark)
        if runs and 1 <= n - runs[-1][-1][0] <= 2:
            runs[-1].append((n, mark.start(), mark.end()))
        elif n == 1:
            runs.append([(n, mark.start(), mark.end())])
    best = next((run for run in runs if len(run) > 1), [])
    if not best:
        return []
    ends = [start for _, start, _ in best[1:]] + [len(text)]
    return [text[begin:end].strip() for (_, _, begin), end in zip(best, ends, strict=True)]


def _sentences(text: str) -> list[str]:
    return [found.group().strip() for found in _SENTENCE.finditer(text)]


def _asks(sentence: str, rules: ReplyRules) -> bool:
    return sentence.endswith(("？", "?")) or any(word in sentence for word in rules.words("asks"))


def _bare(sentence: str, rules: ReplyRules) -> str:
    """The sentence without what is only courtesy or haste; what is left tells whether it says anything."""
    for word in rules.words("courtesy_of_demand"):
        sentence = sentence.replace(word, "")
    return "".join(c for c in sentence if c.isalnum())


def short(point: str, longest: int) -> str:
    """One line of at most that many characters, cut where the sentence pauses."""
    line = " ".join(point.split()).strip(_EDGES)
    if len(line) <= longest:
        return line
    cut = max(line.rfind(pause, longest // 2, longest) for pause in "，,。；;、 ")
    return line[: cut if cut > 0 else longest - 1].strip(_EDGES) + "…"


def propose(text: str, rules: ReplyRules) -> tuple[str, ...]:
    """What of the text asks for an answer: the parts of a counted list, else its questions and requests. Nothing for a text
    that only tells one thing. The time it takes grows with the length of the text and no faster."""
    text = text[:READ]
    counted = [next(iter(_sentences(part)), "") for part in _numbered(text)]
    said = counted or [s for s in _sentences(text) if _asks(s, rules)]
    found = dict.fromkeys(
        short(p, rules.whole("points_longest")) for p in said if len(_bare(p, rules)) >= rules.whole("points_shortest")
    )
    return tuple(found)[: rules.whole("points_most")]


def clean(points: Iterable[str], rules: ReplyRules) -> tuple[str, ...]:
    """Points as a person wrote them: one line each, no empty ones, no numbers before them, none twice. Raises BadInput."""
    most, longest = rules.whole("points_most"), rules.whole("points_line")
    found: dict[str, None] = {}
    for point in points:
        line = " ".join(point.split())
        while mark := _NUMBERED.match(line):
            line = line[mark.end() :].strip()
        if len(line) > longest:
            raise BadInput(field="points", why=f"a point has at most {longest} characters: {line[:20]}…")
        if line:
            found[line] = None
    if len(found) > most:
        raise BadInput(field="points", why=f"at most {most} points; join those that belong together")
    return tuple(found)


def list_points(matter: Matter, points: Sequence[str], commitment: str, *, at_desk: bool) -> e.PointsListed:
    """Enter the points. Once they are listed only the desk changes them: the unit answers what was asked, not what suits it."""
    lifecycle.check(matter.track, matter.state, e.PointsListed)
    if not points:
        raise BadInput(field="points", why="write down at least one point")
    if matter.points and not at_desk:
        raise RuleBroken(
            rule="points_listed",
            reference="wushi-proposal",
            why="the points are listed already; only the desk changes them",
        )
    return e.PointsListed(count=len(points), commitment=commitment)


def listed(history: Sequence[e.Entry], words: dict[int, tuple[str, str]]) -> tuple[str, ...]:
    """The points as they stand, from a matter's history and its masked words; none when nothing is listed."""
    for entry in reversed(history):
        if isinstance(entry.event, e.PointsListed):
            lines = words.get(entry.seq, ("", ""))[1].split("\n")
            return tuple(lines[: entry.event.count]) + ("",) * (entry.event.count - len(lines))
    return ()


def compose(answered: Sequence[Answered], general: str) -> str:
    """A reply as one text: each point with its number, what became of it, and the answer; then what concerns all of it."""
    blocks = [f"{n}. {a.point}\n〔{a.label}〕{' '.join(a.answer.split())}" for n, a in enumerate(answered, 1)]
    return "\n\n".join(part for part in ("\n".join(blocks), general) if part)


def apart(text: str, statuses: Sequence[str]) -> tuple[tuple[Answered, ...], str]:
    """(the points with their answers, the rest) of a text that `compose` made; no points when it did not make it."""
    if not statuses:
        return (), text
    lines, found = text.split("\n"), []
    for n, status in enumerate(statuses):
        head, label = f"{n + 1}. ", f"〔{STATUSES.get(status, status)}〕"
        block = lines[2 * n : 2 * n + 2]
        if len(block) < 2 or not block[0].startswith(head) or not block[1].startswith(label):
            return (), text
        found.append(Answered(block[0][len(head) :], status, block[1][len(label) :]))
    return tuple(found), "\n".join(lines[2 * len(statuses) :]).strip("\n")


def check_answers(points: Sequence[str], statuses: Sequence[str]) -> None:
    """Every listed point has a status that is known. Raises BadInput that names the first point without one."""
    for n, point in enumerate(points, 1):
        status = statuses[n - 1] if n <= len(statuses) else ""
        if status not in STATUSES:
            named = f"point {n} ({point})" if point else f"point {n}"
            raise BadInput(field="points", why=f"{named} has no answer; say one of {', '.join(STATUSES)}")
    if len(statuses) > len(points):
        raise BadInput(field="points", why=f"{len(statuses)} answers for {len(points)} points")
