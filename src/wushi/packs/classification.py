"""Subjects (诉求分类), names used elsewhere for them, and what communities are there for (社区职责清单)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from wushi.domain.policy import Duty, Subject
from wushi.packs.fields import Field, csv_names, one_of, only_once, pattern, status, text
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, nearest, quoted
from wushi.packs.references import References

TIERS = ("danger", "utility", "consult", "general")
subject_code = pattern(r"[a-z0-9_]+(/[a-z0-9_]+){0,2}", "a subject code such as property/heating/broken")
_SUBJECT = {
    "code": Field(subject_code),
    "parent": Field(subject_code, needed=False, default=""),
    "name": Field(text),
    "name_hant": Field(text, needed=False, default=""),
    "name_en": Field(text, needed=False, default=""),
    "synonyms": Field(csv_names, needed=False, default=()),
    "definition": Field(text, needed=False, default=""),
    "tier": Field(one_of(*TIERS), needed=False, default=""),
    "status": Field(status),
}
_LABEL = {"label": Field(text), "subject": Field(text)}
_DUTY = {
    "subject": Field(text),
    "relation": Field(one_of("main", "assist")),
    "reference": Field(text),
    "status": Field(status),
}


def read_subjects(layer: Layer, below: Mapping[str, Subject], known: set[str]) -> dict[str, Subject]:
    """The subjects of one layer by code; `below` are those of the layer it extends. Every code seen goes into `known`."""
    subjects: dict[str, Subject] = {}
    rows = only_once(layer.rows("classification/subjects.csv", _SUBJECT), "code", "subject")
    known.update(rows)
    for code, row in rows.items():
        above = code.rpartition("/")[0]
        if row["parent"] != above:
            why = f"the parent of {code} is {quoted(row['parent'])}" if row["parent"] else f"{code} names no parent"
            row.bad("parent", why, f"write {quoted(above)}" if above else "leave it blank: the code has no / in it")
        elif above and above not in known:
            row.bad("parent", f"the parent {quoted(above)} is unknown", f"{nearest(above, known)}add a row for it")
        if row.whole:
            subjects[code] = Subject(**row.values)
    return {**below, **subjects}


def read_labels(layer: Layer, known: Collection[str], problems: Problems) -> dict[str, str]:
    """Names that other schemes use for our subjects."""
    labels = {}
    for label, row in only_once(layer.rows("classification/labels.csv", _LABEL), "label", "label").items():
        if row["subject"] and problems.could_read("classification/subjects.csv") and row["subject"] not in known:
            why, mend = f"the subject {quoted(row['subject'])} is unknown", nearest(row["subject"], known)
            row.bad("subject", why, f"{mend}subjects are in classification/subjects.csv")
        elif row.whole:
            labels[label] = row["subject"]
    return labels


def read_duties(layer: Layer, known: Collection[str], references: References, problems: Problems) -> dict[str, Duty]:
    """The communities' duty list of one layer by subject."""
    duties = {}
    for subject, row in only_once(layer.rows("duty_lists/community.csv", _DUTY), "subject", "subject").items():
        references.check(row)
        if problems.could_read("classification/subjects.csv") and subject not in known:
            mend = f"{nearest(subject, known)}subjects are in classification/subjects.csv"
            row.bad("subject", f"the subject {quoted(subject)} is unknown", mend)
            problems.doubt(row.file)
        elif row.whole:
            duties[subject] = Duty(subject, row["relation"], row["reference"])
    return duties
