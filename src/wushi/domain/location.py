"""Location (定位): the community that a matter lies in, from its point or from the names in its text, with reasons; where the
text is not enough, the question to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wushi.domain import mentions
from wushi.domain.lexicon import Hit
from wushi.domain.mentions import FROM, HOME, NOT, OTHER, PLAIN, TOLD, TRIP, WORK, Mention
from wushi.domain.misheard import Ear
from wushi.domain.policy import Policy

_COARSE = ("town", "street")
_FINE = ("community", "village")
_LEVELS = (*_COARSE, *_FINE)
# How much a name counts by its role; a name that is only told off, left or compared does not place a matter by itself.
_WEIGHT = {HOME: 1.3, PLAIN: 1.0, TRIP: 0.6, TOLD: 0.5, WORK: 0.4, OTHER: 0.35, FROM: 0.2, NOT: 0.0}
_ENOUGH = 0.35  # less than that and the caller is asked
_IN_ADDRESS, _IN_TITLE = 3.0, 1.2  # the address is where to look first
_RIVAL = 0.75  # a second place that counts so much of the first makes the answer doubtful
_HEARD = 0.7  # of a name that is written wrong or said by half
_MOST_OPTIONS = 8  # more are no choice but a list

Said = tuple[str, str, str]  # title, text, address


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with a confidence and the reasons in words. `question`: what to ask where the text leaves it open, and `options`:
    the units to choose from; `asks` is the kind of question and `about` the name it is about. `code`: of the gazetteer."""

    unit: str
    confidence: float
    reasons: tuple[str, ...]
    code: str = ""
    asks: str = ""  # which (one name, several places) | number (of a long road) | community (of a street) | where
    about: str = ""
    question: str = ""
    options: tuple[str, ...] = ()


NOWHERE = Place("", 0.0, ("没有认出的地点",), asks="where", question="请问在哪个小区，或者哪条路多少号？")


@dataclass(slots=True)
class _Found:
    """A mention with the units it may mean, how much it counts and the words that tell why."""

    mention: Mention
    units: tuple[str, ...]
    weight: float
    sure: float
    why: str
    code: str = ""
    coarse: bool = False
    asks: str = "which"


def names_of(policy: Policy) -> list[tuple[str, str]]:
    """The names under which people know towns, streets, communities and villages, and all the names of the gazetteer."""
    found = []
    for unit in policy.tree:
        if unit.level in _LEVELS:
            names = {unit.name: None, unit.short: None}
            stem = unit.short.removesuffix("街道").removesuffix("社区")
            if unit.level == "community":
                names |= {f"{unit.short}居委会": None, f"{stem}居委会": None}
            elif unit.level == "village":
                names |= {f"{unit.short}委会": None}
            elif unit.level == "street":
                names |= {f"{unit.short}办": None, f"{stem}办事处": None}
            else:
                names |= {f"{unit.short}政府": None}
            found += [(name, unit.code) for name in names if len(name) >= 3]
    return found + policy.places.terms()


def ear(policy: Policy, simple: Mapping[int, int], sounds: Mapping[int, int]) -> Ear:
    """By which names are recognised that are said by half or written with other characters of their sound."""
    stems: dict[str, str] = {}
    for level, ending in (("community", "社区"), ("street", "街道"), ("town", "镇")):
        for unit in policy.tree:
            if unit.level == level:
                stems[unit.short.removesuffix(ending)] = unit.short  # a street's half name is not its community's
    return Ear(names_of(policy), stems, simple, sounds)


def closer(said: Said, find: Callable[[str], Iterable[Hit]], ear: Ear, policy: Policy) -> Place:
    """A second look where the first found nothing: the same in other characters, with the confidence of something heard."""
    meant, notes = zip(*[ear.meant(part) for part in said], strict=True)
    title, text, address = meant
    words = f"{title}\n{text}\n{address}"
    begins = len(title) + 1 + len(text) + 1
    place = by_names(words, find(words), policy, title=len(title), address=begins if address else None)
    if not place.unit and not place.options:
        return place
    heard = tuple(note for part in notes for note in part)
    return replace(place, confidence=min(place.confidence, _HEARD), reasons=(*heard, *place.reasons))


def by_names(
    text: str,
    hits: Iterable[Hit],
    policy: Policy,
    *,
    title: int = 0,
    address: int | None = None,
    day: date | None = None,
) -> Place:
    """The place that a text names. `hits`: what the lexicon found in it; `title`: where the title ends, `address`: where the
    address begins, in the same text."""
    said = mentions.read(text, hits)
    if not said:
        return NOWHERE
    found = [one for mention in _joined(said, policy) if (one := _resolve(mention, policy)).units]
    for one in found:
        start = one.mention.start
        one.weight *= _IN_ADDRESS if address is not None and start >= address else _IN_TITLE if start < title else 1.0
    _narrow(found, policy, text)
    return _decide(found, policy, text)


# --- from names to units ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Meeting(Mention):
    """Two roads that meet, read as one mention."""

    other: tuple[str, ...] = ()
    said: bool = True


def _roads(codes: Iterable[str], policy: Policy) -> tuple[str, ...]:
    """The roads among the codes, old names by what they are now."""
    found = []
    for code in codes:
        for now in policy.places.old_names[code].now if code in policy.places.old_names else (code,):
            entry = policy.places.entries.get(now)
            if entry is not None and entry.kind == "road":
                found.append(now)
    return tuple(found)


def _joined(said: list[Mention], policy: Policy) -> list[Mention]:
    """The mentions with each two roads that meet made into one."""
    found: list[Mention] = []
    skip = False
    for n, mention in enumerate(said):
        if skip:
            skip = False
            continue
        if mention.meets and n + 1 < len(said):
            other = said[n + 1]
            mine, its = _roads(mention.codes, policy), _roads(other.codes, policy)
            if mine and its and mine != its:
                words = f"{mention.term}与{other.term}路口"
                role = mention.role if mention.role != PLAIN else other.role
                found.append(
                    _Meeting(mention.start, other.end, words, mine, role, other=its, said=mention.meets == "said")
                )
                skip = True
                continue
        found.append(mention)
    return found


def _named(code: str, policy: Policy) -> str:
    return policy.tree.unit(code).short


def _told(units: Sequence[str], policy: Policy) -> str:
    return "、".join(_named(u, policy) for u in units[:_MOST_OPTIONS])


def _source(illustrative: bool) -> str:
    return "地名录，示意" if illustrative else "地名录"


def _resolve(mention: Mention, policy: Policy) -> _Found:
    """The units that one mention may mean."""
    weight = _WEIGHT[mention.role]
    if isinstance(mention, _Meeting):
        return _where_roads_meet(mention, weight, policy)
    options: list[_Found] = []
    for code in mention.codes:
        if code in policy.tree:
            options.append(_unit(mention, code, weight, policy))
        elif code in policy.places.old_names:
            options.append(_old(mention, code, weight, policy))
        else:
            options.append(_entry(mention, code, weight, policy))
    fine = [one for one in options if not one.coarse] or options
    first = fine[0]
    units = tuple(dict.fromkeys(u for one in fine for u in one.units))
    if len(fine) > 1 and len(units) > 1:
        return _Found(mention, units, weight, first.sure, f"“{mention.term}”有{len(units)}处：{_told(units, policy)}")
    return first


def _unit(mention: Mention, code: str, weight: float, policy: Policy) -> _Found:
    name = f"“{mention.term}”"
    if policy.tree.unit(code).level in _COARSE:
        if mention.office and mention.role == TOLD:
            weight = 0.0  # an office that is told off or asked is no place
        return _Found(mention, (code,), weight * 0.5, 0.7, name, coarse=True, asks="community")
    sure = 0.75 if mention.near else 0.95
    return _Found(mention, (code,), weight, sure if mention.role != TOLD else 0.6, name)


def _old(mention: Mention, code: str, weight: float, policy: Policy) -> _Found:
    """An old name, by what it is now."""
    old = policy.places.old_names[code]
    note = f"，{old.until.year}年以前" if old.until else ""
    source = f"老地名{note}{'：' + old.note if old.note else ''}{'，示意' if old.illustrative else ''}"
    found = []
    for now in old.now:
        one = _unit(mention, now, weight, policy) if now in policy.tree else _entry(mention, now, weight, policy)
        found.append(one)
    units = tuple(dict.fromkeys(u for one in found for u in one.units))
    why = f"“{mention.term}”现为{_told(units, policy)}（{source}）"
    first = found[0]
    return replace(first, units=units, why=why, sure=min(first.sure, 0.85))


def _entry(mention: Mention, code: str, weight: float, policy: Policy) -> _Found:
    """A place of the gazetteer, narrowed by the number that stands behind it."""
    places = policy.places
    entry = places.entries[code]
    units = places.units_of(code)
    number = mention.house if entry.kind == "road" else mention.building
    source = _source(entry.illustrative)
    name = mention.term if mention.term == entry.name else f"{mention.term}（{entry.name}）"
    if number is not None and places.has_numbers(code):
        said = f"{name}{number}号" if entry.kind == "road" else f"{name}{number}号楼"
        unit = places.numbered(code, number)
        if unit:
            return _Found(mention, (unit,), weight * 1.1, 0.97, f"“{said}”在{_named(unit, policy)}（{source}）", code)
        if len(units) == 1:
            return _Found(mention, units, weight, 0.7, f"“{said}”不在门牌表里，整条在{_told(units, policy)}", code)
        return _Found(mention, units, weight, 0.5, f"“{said}”不在门牌表里", code, asks="number")
    if len(units) > 1:
        asks = "number" if entry.kind == "road" else "building"
        # a long road says little: it does not outweigh a community that is named
        weight *= 0.6 if entry.kind == "road" else 1.0
        return _Found(mention, units, weight, 0.5, f"“{name}”经过{_told(units, policy)}", code, asks=asks)
    sure = 0.75 if mention.near else 0.6 if mention.role in (TOLD, WORK, TRIP, OTHER) else 0.95
    where = "附近" if mention.near else ""
    return _Found(mention, units, weight, sure, f"“{name}”{where}在{_told(units, policy)}（{source}）", code)


def _where_roads_meet(meeting: _Meeting, weight: float, policy: Policy) -> _Found:
    places = policy.places
    for road in meeting.codes:
        for other in meeting.other:
            crossing = places.crossing(road, other)
            if crossing is not None:
                why = f"“{meeting.term}”在{_named(crossing.unit, policy)}（路口表）"
                return _Found(meeting, (crossing.unit,), weight * 1.1, 0.9 if meeting.said else 0.8, why, road)
    mine = [u for road in meeting.codes for u in places.units_of(road)]
    its = {u for road in meeting.other for u in places.units_of(road)}
    both = tuple(dict.fromkeys(u for u in mine if u in its))
    why = f"“{meeting.term}”在{_told(both, policy)}，两条路都经过那里"
    return _Found(meeting, both or tuple(dict.fromkeys(mine)), weight, 0.75, why, meeting.codes[0], asks="number")


# --- from units to an answer -----------------------------------------------------------------------------------------


def _narrow(found: list[_Found], policy: Policy, text: str) -> None:
    """A name with several meanings takes the one that the rest of the text speaks of."""
    open_ = [one for one in found if len(one.units) > 1]
    if not open_:
        return
    denied = {u for one in found if one.mention.role == NOT for u in one.units}
    sure = {one.units[0] for one in found if len(one.units) == 1 and not one.coarse and one.mention.role != NOT}
    streets = [one.units[0] for one in found if one.coarse and one.mention.role != NOT]
    for one in open_:
        if one.mention.role == NOT:
            continue
        units = tuple(u for u in one.units if not any(policy.tree.is_within(u, d) for d in denied)) or one.units
        for fitting in (
            tuple(u for u in units if u in sure),
            tuple(u for u in units if any(policy.tree.is_within(u, s) for s in streets)),
            _by_road(one, units, open_),
            _by_bare_name(units, policy, text),
        ):
            if fitting:
                units = fitting
            if len(units) == 1:
                break
        if len(units) < len(one.units):
            one.why = f"{one.why}；这里说的是{_told(units, policy)}"
            one.sure = 0.9 if len(units) == 1 else one.sure
            one.weight = max(one.weight, 1.0) if len(units) == 1 and one.mention.role in (PLAIN, HOME) else one.weight
            one.units = units


def _by_road(one: _Found, units: tuple[str, ...], others: list[_Found]) -> tuple[str, ...]:
    """Those which another open name may mean too: 人民路的幸福小区."""
    for other in others:
        if other is not one and other.mention.role != NOT:
            both = tuple(u for u in units if u in other.units)
            if len(both) == 1:
                return both
    return ()


def _by_bare_name(units: tuple[str, ...], policy: Policy, text: str) -> tuple[str, ...]:
    """Those whose street the text names without its ending: 滨河的那个幸福小区."""
    stems = {u: _street(u, policy).removesuffix("街道") for u in units}
    return tuple(u for u, stem in stems.items() if stem and (f"{stem}的" in text or f"{stem}那" in text))


def _street(unit: str, policy: Policy) -> str:
    parent = policy.tree.unit(unit).parent
    return policy.tree.unit(parent).short if parent else ""


def _decide(found: list[_Found], policy: Policy, text: str) -> Place:
    """The place that counts most, what speaks for it and against it, and the question where it does not count enough."""
    fine = [one for one in found if not one.coarse and one.weight > 0]
    if not fine:
        return _street_only(found, policy)
    totals: dict[tuple[str, ...], float] = {}
    for one in fine:
        totals[one.units] = max(totals.get(one.units, 0.0), one.weight) + (0.1 if one.units in totals else 0.0)
    order = list(totals)
    best = max(order, key=lambda units: (totals[units], len(units) == 1, -order.index(units)))
    leading = max((one for one in fine if one.units == best), key=lambda one: (one.weight, one.sure))
    if len(best) > 1:
        return _ask(leading, policy)
    if totals[best] < _ENOUGH:
        asked = NOWHERE
        return replace(asked, reasons=(f"{leading.why}，但说的不是现在的地点",), options=())
    rivals = [u for u in order if u != best and len(u) == 1 and totals[u] >= _RIVAL * totals[best]]
    reasons = [one.why for one in fine if one.units == best][:2]
    reasons += [f"也提到{one.why}" for one in fine if one.units in rivals][:2]
    unit = best[0]
    if rivals:
        options = (unit, *(u[0] for u in rivals))[:_MOST_OPTIONS]
        question = _which("这件事", options, policy)
        return Place(unit, min(leading.sure, 0.6), tuple(reasons), leading.code, "which", "", question, options)
    return Place(unit, leading.sure, tuple(reasons), leading.code)


def _street_only(found: list[_Found], policy: Policy) -> Place:
    """Only a town or street is named: it stands, and its communities are to choose from."""
    streets = [one for one in found if one.coarse and one.weight > 0]
    if not streets:
        return NOWHERE
    leading = max(streets, key=lambda one: one.weight)
    unit = leading.units[0]
    name = policy.tree.unit(unit).short
    options = tuple(c for c in policy.tree.children(unit) if policy.tree.unit(c).level in _FINE)
    question = f"请问在{name}的哪个社区？" if options else ""
    return Place(unit, leading.sure, (leading.why,), "", "community", name, question, options[:_MOST_OPTIONS])


def _which(name: str, options: Sequence[str], policy: Policy) -> str:
    said = [f"{_street(u, policy)}{_named(u, policy)}" for u in options]
    return f"{name}在{'，'.join(said[:-1])}，还是{said[-1]}？" if len(said) > 1 else ""


def _ask(one: _Found, policy: Policy) -> Place:
    """Nobody can tell which: the question, with the options as codes."""
    name, options = one.mention.term, one.units[:_MOST_OPTIONS]
    if one.asks == "number":
        question = f"{name}经过{len(one.units)}个社区，请问是多少号，或者靠近哪里？"
    elif one.asks == "building":
        question = f"{name}分属{len(one.units)}个社区，请问是几号楼？"
    else:
        streets = [_street(u, policy) for u in options]
        twice = len(set(streets)) < len(streets)
        said = [f"{s}{_named(u, policy) if twice else ''}的{name}" for s, u in zip(streets, options, strict=True)]
        question = f"您说的是{'，'.join(said[:-1])}，还是{said[-1]}？"
    return Place("", 0.0, (one.why,), one.code, one.asks, name, question, options)
