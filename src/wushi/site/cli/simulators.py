"""The reference of the simulators: every parameter of each with its value in the packs, its unit and what it does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wushi.domain.policy import Policy
from wushi.packs.loader import folders_of

_SHARE, _DELAY = "share", "median, sigma"
_HEADS = ("reference", "status", "note")
Meaning = tuple[str, str]  # unit, what it does


@dataclass(frozen=True, slots=True)
class Simulator:
    """One of them: what it makes, by which command, from which file and tables of it, and what scale does to it."""

    name: str
    makes: str
    command: str
    file: str
    tables: tuple[str, ...]  # blank: the whole file
    scale: str
    meanings: Mapping[str, Meaning]


_HOTLINE: dict[str, Meaning] = {
    "arrivals.per_year": ("demands", "how many a year brings at scale 1"),
    "arrivals.spread": ("sigma of the logarithm", "by how much one day differs from its expectation"),
    "arrivals.months": ("weights", "January to December"),
    "arrivals.weekdays": ("weights", "Monday to Sunday"),
    "arrivals.day_off": ("factor", "of a weekday on which nobody works"),
    "arrivals.hours": ("weights", "0:00 to 23:00 of a working day"),
    "arrivals.hours_day_off": ("weights", "0:00 to 23:00 of a day off"),
    "seasons": ("from, to", "parts of the year (month-day) that subjects and bursts go by; may go over New Year"),
    "types": ("weights", "types of demand where the subject names none"),
    "channels": ("weights", "by which channel demands come"),
    "doors": ("role", "whose posts register what comes by a channel; the others: the operators"),
    "shifts": ("hours", "from when to when a post works; other posts of its role do the rest of the day"),
    "desk.propose_seconds": ("s", "after registration the machine proposes subject, place and unit"),
    "desk.dispatch": (f"h, {_DELAY}", "from registration to dispatch"),
    "desk.answered": ("share by type", "settled at the desk at once"),
    "desk.not_accepted": (_SHARE, "of all: refused with a ground"),
    "desk.grounds": ("weights", "the grounds of refusal"),
    "desk.transferred": (_SHARE, "of those whose words name a danger: handed to the emergency line"),
    "desk.corrected": (_SHARE, "of the machine's subjects that a person puts right"),
    "desk.unlocated": (_SHARE, "of all: the words name no place"),
    "desk.anonymous": (_SHARE, "of all: the resident gives no name"),
    "desk.secret": (_SHARE, "of all: the resident asks for secrecy"),
    "desk.no_reply": (_SHARE, "of all: the resident wants no answer"),
    "desk.confidence": ("from, to", "confidence of a subject that stands"),
    "desk.confidence_corrected": ("from, to", "confidence of a subject that is put right"),
    "desk.asked_where": (_SHARE, "of those without a place: a person finds it out"),
    "paces.sign": (f"working hours, {_DELAY}", "from dispatch to the signature of the unit"),
    "paces.contact": (f"working hours, {_DELAY}", "to the first word with the resident"),
    "paces.reply": (f"working hours, {_DELAY}", "to the answer, where it comes in time"),
    "paces.sign_late": (_SHARE, "signed after the limit"),
    "paces.contact_late": (_SHARE, "in touch after the limit"),
    "paces.late": (_SHARE, "answered after the limit"),
    "paces.urgent_late": (_SHARE, "the same where the limit is counted in hours"),
    "paces.always": ("yes or no", "works round the clock"),
    "course.objection": (_SHARE, "of the dispatched: the unit objects"),
    "course.objection_delay": (f"working hours, {_DELAY}", "from receipt to the objection"),
    "course.adjudication": (f"working hours, {_DELAY}", "from the objection to the ruling"),
    "course.same_unit": (_SHARE, "of the rulings: it stays with the unit"),
    "course.dispatched_again": (_SHARE, "of the rulings: another unit agrees and gets it by a plain dispatch"),
    "course.started": (_SHARE, "the beginning of the work is noted apart"),
    "course.noted": (_SHARE, "a note is written"),
    "course.informed": (_SHARE, "of those for which several wait: an interim word to all"),
    "course.co_handling": (_SHARE, "with a second unit"),
    "course.more_helpers": (_SHARE, "of those with a second unit: with more than one"),
    "course.discussion": (_SHARE, "of those of the levels below: discussed"),
    "course.discussion_levels": ("levels", "at which things are discussed"),
    "course.extension": (_SHARE, "an extension is asked for"),
    "course.extension_granted": (_SHARE, "of these: granted"),
    "course.approval": (f"working hours, {_DELAY}", "from a request to the decision"),
    "course.deferral": (_SHARE, "put aside until a day"),
    "course.deferral_granted": (_SHARE, "of these: granted"),
    "course.deferral_days": ("days, from to", "until the review"),
    "course.deferred_again": (_SHARE, "of the deferred: put aside once more"),
    "course.deferral_overrun": (_SHARE, "of the deferred: taken up only after the review day"),
    "course.termination": (_SHARE, "its end is proposed"),
    "course.termination_granted": (_SHARE, "of these: granted"),
    "course.termination_grounds": ("weights", "the grounds of ending"),
    "course.overrun": (f"working hours, {_DELAY}", "beyond the limit, of what is late"),
    "course.urgent": (f"share of the limit, {_DELAY}", "that an answer takes where the limit is counted in hours"),
    "course.outcomes": ("weights", "what the answer says became of it"),
    "course.pressed": (_SHARE, "of the overdue: a person presses for it, beside the ladder"),
    "course.lifted": (_SHARE, "of those under supervision: lifted once answered"),
    "asking.delay": (f"working hours, {_DELAY}", "from the answer to the callback"),
    "asking.by_resident": (_SHARE, "the resident rates it without being called"),
    "asking.resident_delay": (f"h, {_DELAY}", "until the resident does"),
    "asking.unreached": (_SHARE, "of the attempts: nobody answers"),
    "asking.attempts": ("times", "until it is given up"),
    "asking.solved": ("share by outcome", "say that it is solved"),
    "asking.solved_late": ("factor", "of these shares where the answer came late"),
    "asking.satisfied": ("weights", "how content, where it is solved"),
    "asking.satisfied_unsolved": ("weights", "how content, where it is not"),
    "asking.excluded": ("ground and share by outcome", "kept out of the three rates"),
    "asking.contacted": (_SHARE, "say that the unit got in touch, of those whom it says it reached"),
    "asking.reopened": (_SHARE, "of those not solved or not content: opened again"),
    "asking.reopened_most": ("times", "a matter is opened again at most"),
    "asking.reopen_delay": (f"working hours, {_DELAY}", "until then"),
    "asking.reopen_grounds": ("weights", "the grounds"),
    "asking.recurred": (_SHARE, "of the closed: it happens again later"),
    "asking.recurred_days": ("days, from to", "until then"),
    "asking.recurred_grounds": ("weights", "the grounds"),
    "asking.remark": (_SHARE, "of the calls: a word of the resident is written down"),
    "ending.days": ("days", "at the end of the stretch, in which more is under way, so that every queue has work"),
    "ending.more": ("factor", "of the shares of detours in these days"),
    "names.surnames": ("words", "made-up people"),
    "names.given": ("words", "made-up people: none is a name that people bear"),
    "names.compounds": ("words", "made-up compounds"),
    "names.compound_ends": ("words", "made-up compounds"),
    "names.roads": ("words", "made-up roads"),
    "names.phone_block": ("digits", "the only block of telephone numbers that is used; it belongs to nobody"),
    "burst.subject": ("code", "what a burst is about"),
    "burst.season": ("season", "in which it can happen; left out: at any time"),
    "burst.per_year": ("bursts", "a year at scale 1"),
    "burst.size": (f"demands, {_DELAY}", "that one burst brings; not scaled: a larger district has more bursts"),
    "burst.hours": ("h", "within which they come"),
    "burst.level": ("level", "how far it reaches"),
    "burst.merged": (_SHARE, "that the desk recognises as the same matter"),
}
_APPLICATIONS: dict[str, Meaning] = {
    "a_day": ("applications", "of a working day at scale 1"),
    "instant": (_SHARE, "for items that are settled on the spot"),
    "missing": (_SHARE, "come without a paper that is needed"),
    "tolerated": (_SHARE, "come without a paper that may follow"),
    "online": (_SHARE, "come by the website, the others at the window"),
    "withdrawn": (_SHARE, "of those told what is missing: taken back"),
    "paused": (_SHARE, "of those with a step that does not count: the clock is paused for it"),
    "slow_on_the_spot": (_SHARE, "of the items on the spot: take longer after all"),
    "late": (_SHARE, "decided after the promised limit"),
    "denied": (_SHARE, "refused with reasons"),
    "rated": (_SHARE, "are rated by the applicant"),
    "bad": (_SHARE, "of the ratings: bad, and called back"),
}
_DISPUTES: dict[str, Meaning] = {
    "a_day": ("disputes", "of a working day at scale 1"),
    "refused": (_SHARE, "one party does not want mediation"),
    "withdrawn": (_SHARE, "the party that asked takes it back"),
    "failed": (_SHARE, "end without an agreement"),
    "court": (_SHARE, "are handed over by the court"),
    "oral": (_SHARE, "of the agreements: by word of mouth"),
    "private": (_SHARE, "with a talk with one party alone"),
    "second_session": (_SHARE, "need a second session"),
    "instalments": (_SHARE, "of the agreements: performed in parts"),
    "missed": (_SHARE, "of the parts: not performed on their day"),
    "late_taken": (_SHARE, "of the missed: performed later"),
    "confirmed": (_SHARE, "of the agreements: confirmed by the court"),
    "recused": (_SHARE, "a party asks for another mediator"),
}
_AGENCY: dict[str, Meaning] = {
    "community": ("matters", "taken on in a year by each point of a community or village, at scale 1"),
    "town": ("matters", "taken on in a year by each station of a town or street, at scale 1"),
    "district": ("matters", "taken on in a year by the centre of the district, at scale 1"),
    "under_way": ("matters", "still under way at the year's end, at scale 1"),
    "sent_up": (_SHARE, "go to the station above"),
    "department": (_SHARE, "with an errand at a department"),
    "unsolved_at_visit": (_SHARE, "of the visits: it turns out not to be solved"),
}
_PETITIONS: dict[str, Meaning] = {
    "a_year": ("petitions", "of a year at scale 1"),
    "lawful_way": (_SHARE, "belong to another lawful way and are sent there"),
    "objected": (_SHARE, "of those sent to a unit: it objects, and gets it again with reasons"),
    "prolonged": (_SHARE, "of the accepted: the head prolongs the time for the answer"),
    "settled": (_SHARE, "of the accepted: the petitioner agrees to a settlement"),
    "review": (_SHARE, "of the answered: the petitioner asks for a review"),
    "recheck": (_SHARE, "of the reviewed: the petitioner asks for a second review"),
    "repeat": (_SHARE, "are the same petition handed in once more"),
    "late": (_SHARE, "of notices and answers: after the limit"),
}
_READINGS: dict[str, Meaning] = {
    "gas.over": (_SHARE, "of the valid hours, for each factor: above the limit"),
    "gas.episode": ("h, from to", "that an exceedance lasts"),
    "gas.usual": ("share of the limit, from to", "at other times"),
    "gas.stopped": (_SHARE, "of the hours: the works stand still"),
    "gas.maintenance": (_SHARE, "of the hours: maintenance"),
    "gas.fault": (_SHARE, "of the hours: the instrument is out of order"),
    "gas.absent": (_SHARE, "of the hours: nothing came"),
    "gas.calibrating": ("h", "from one calibration to the next"),
    "gas.oxygen": ("%, from to", "oxygen in the flue gas"),
    "water.over": (_SHARE, "of the valid days, for each factor: above the limit"),
    "water.usual": ("share of the limit, from to", "at other times"),
    "water.maintenance": (_SHARE, "of the hours: maintenance"),
    "water.absent": (_SHARE, "of the hours: nothing came"),
    "water.flow": ("m³/h, from to", "how much runs"),
    "water.warmth": ("°C", "of the water in the coldest and the warmest month"),
    "plant.absent": (_SHARE, "of the hours of a rural plant: nothing came; in all others it runs"),
    "plant.maintenance": (_SHARE, "of the hours: maintenance"),
    "plant.flow": ("m³/h, from to", "how much runs"),
    "air.bad": ("days", "of the year with an index above 100"),
    "air.absent": (_SHARE, "of the hours: nothing came"),
    "air.spread": ("share", "by which stations differ"),
    "air.dust": ("weights", "January to December: bad days by dust"),
    "air.ozone": ("weights", "January to December: bad days by ozone"),
    "air.haze": ("weights", "January to December: bad days by fine dust"),
}
_TRACK = "wushi simulate --track {} --from DAY --to DAY --scale S --seed N"
SIMULATORS = (
    Simulator(
        "Hotline demands (热线诉求)", "demands by month, weekday, hour, season and burst, and what becomes of each",
        _TRACK.format("hotline"), "simulation.toml", (),
        "arrivals and bursts a year are multiplied; shares, delays and the size of a burst stay", _HOTLINE,
    ),
    Simulator(
        "Applications at the window (办件)", "applications for items of the catalogue, from the papers to the rating",
        _TRACK.format("application"), "service/rules.toml", ("simulation",), "applications a day are multiplied", _APPLICATIONS,
    ),
    Simulator(
        "Disputes in mediation (调解)", "disputes from the acceptance to the performance and the court",
        _TRACK.format("dispute"), "disputes.toml", ("simulation",), "disputes a day are multiplied", _DISPUTES,
    ),
    Simulator(
        "Petition agency (信访代办)", "matters of three levels with their errands and visits",
        _TRACK.format("petition"), "agency.toml", ("simulation",), "matters of each point are multiplied and rounded", _AGENCY,
    ),
    Simulator(
        "Petitions (信访)", "petitions from the notice to the second review",
        _TRACK.format("petition"), "petition.toml", ("simulation",), "petitions a year are multiplied", _PETITIONS,
    ),
    Simulator(
        "Readings of monitors (监测数据)", "every hour of every outlet and station of a year",
        "wushi air simulate YEAR --seed N", "monitors/simulation.toml", (), "none: there are as many monitors as the pack lists", _READINGS,
    ),
)  # fmt: skip


def _values(given: Mapping[str, Any], one: Simulator) -> Iterator[tuple[str, str, Any]]:
    """(where it stands, key of its meaning, value) of every parameter of a file."""
    parts = [given[name] for name in one.tables if name in given] if one.tables else [given]
    for part in parts:
        for key, value in part.items():
            if key in _HEADS:
                continue
            if key in one.meanings:
                yield key, key, value
            elif key == "paces":
                yield from (
                    (f"paces.{level}.{k}", f"paces.{k}", v) for level, of in value.items() for k, v in of.items()
                )
            elif key == "burst":
                yield from ((f"burst {n} {k}", f"burst.{k}", v) for n, of in enumerate(value, 1) for k, v in of.items())
            elif isinstance(value, dict):
                yield from ((f"{key}.{k}", f"{key}.{k}", v) for k, v in value.items() if k not in _HEADS)
            else:
                yield key, key, value


def parameters(policy: Policy, one: Simulator) -> dict[str, tuple[str, Any, str]]:
    """Where it stands -> (key of its meaning, value, pack); the district's own value before the national one."""
    found: dict[str, tuple[str, Any, str]] = {}
    for folder in reversed(list(folders_of(policy))):
        file = Path(folder) / one.file
        if file.is_file():
            for at, key, value in _values(tomllib.loads(file.read_text(encoding="utf-8")), one):
                found[at] = (key, value, Path(folder).name)
    return found


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_shown(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(v) for v in value)
    return str(value).replace("|", "\\|")


def page(policy: Policy) -> str:
    """docs/reference/simulator.md."""
    lines = [
        "# Simulators (模拟)",
        "",
        "Every parameter of every simulator with its value in the model district. All of them are assumptions for demonstration and",
        "tests, `status = \"proposal\"`, and no statistics of any place; a district's pack may overwrite each. What they make is marked as",
        "simulated wherever it shows, and goes through the same rules as what is real: what the rules refuse does not happen here either.",
        "",
        "- **The same seed makes the same.** Each day, each demand and each outlet draws from a stream of its own, named by seed and",
        "  place; nothing depends on the number of processes or on what was drawn elsewhere. A day is written once for each seed.",
        "- **Scale** multiplies what comes and nothing else, from 0.01 to 100: 1 is the district as the pack tells it, 100 a province of",
        "  some thirty million people. Shares and delays are the same at every scale, so rates do not move with it.",
        "- A pair *median, sigma* is a lognormal time: half are shorter than the median, sigma is the spread of its logarithm.",
        "  *Weights* are compared with each other; they need not add up to anything. A *share* lies between 0 and 1.",
        "",
    ]  # fmt: skip
    for one in SIMULATORS:
        found = parameters(policy, one)
        packs = sorted({pack for _, _, pack in found.values()})
        lines += [f"## {one.name}", "", f"Makes {one.makes}.", "", f"`{one.command}`", ""]
        lines += [f"Scale: {one.scale}. File: {', '.join(f'`packs/{p}/{one.file}`' for p in packs)}.", ""]
        lines += ["| parameter | value | unit | what it does |", "|---|---|---|---|"]
        for at, (key, value, _) in found.items():
            unit, does = one.meanings.get(key, ("", ""))
            lines.append(f"| `{at}` | {_shown(value)} | {unit} | {does} |")
        lines.append("")
    lines += [
        "## Hand-overs (移交)",
        "",
        "`wushi hand-over simulate --count N --seed N` hands the examples of each source in `packs/cn/hand_over.toml` over, N of each;",
        "sent twice, they are taken over once. It has no other parameter.",
        "",
        "## Texts",
        "",
        "`packs/cn/simulation/subjects.csv` (how often a subject comes and in which season), `issues.csv` (what residents say) and",
        "`phrases.csv` (everything else that is said) belong to the hotline; `[[story]]` in `disputes.toml` and `agency.toml` to the",
        "others.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
