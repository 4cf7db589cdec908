"""The layers of a pack: which folders belong together, which files they may hold, and the digest over all of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wushi.packs.fields import Row, Shape, csv_columns, csv_rows
from wushi.packs.files import Toml, read_csv, read_text, read_toml
from wushi.packs.problems import Problems, listed, nearest, quoted

_NAMES = (
    "pack.toml", "law.toml", "working_hours.toml", "alarms.toml", "routing.csv", "organisation.csv", "posts.csv",
    "roles.toml", "grounds.toml", "agency.toml", "disputes.toml", "petition.toml", "rates.toml", "automatic.toml", "likeness.toml",
    "learning.toml", "masking.toml", "heat.toml", "bursts.toml", "proactive.toml", "open_data.toml",
    "channels.csv", "demand_types.csv", "basic_kinds.csv", "life_circle.toml",
    "simulation.toml", "reply_check.toml", "areas.geojson", "classification/subjects.csv", "classification/labels.csv",
    "classification/danger.csv", "classification/danger.toml", "duty_lists/community.csv", "tests/deadlines.toml", "tests/dispatch.toml",
    "tests/lifecycle.toml", "tests/replies.toml", "tests/similar.toml", "tests/danger.toml", "tests/places.csv", "places/rules.toml",
)  # fmt: skip
_FORMS = (
    re.compile(r"calendars/\d{4}\.toml"),
    re.compile(r"simulation/(subjects|issues|phrases)\.csv"),
    re.compile(r"places/(gazetteer|numbers|crossings|old_names)\.csv"),
    re.compile(r"service/((items|materials|windows)\.csv|(conversion|rules|forms|bundles)\.toml)"),
    re.compile(r"hand_over\.toml|mediation/((rooms|departments|mediators)\.csv|roster\.toml)"),
    re.compile(r"time_limits/[a-z0-9_]+/[a-z0-9_]+\.toml"),
    re.compile(r"texts/[a-z]{2,3}(-[A-Z][a-z]{3})?\.toml"),
    re.compile(r"(.*/)?[A-Z]+\.md"),  # README.md and its like explain a folder to people
)
# Read by those who need them: column maps by the import, figures and reports by the answer sheet, monitors by their door.
OPAQUE = ("maps", "indicators", "reports", "monitors")


@dataclass
class Layer:
    """One folder of a pack with all its files as text; `name` is the folder's name, as it stands in messages."""

    folder: Path
    problems: Problems
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    _tomls: dict[str, Toml | None] = field(default_factory=dict)

    def toml(self, path: str) -> Toml | None:
        """The TOML file of that path; None when it is not there or was complained of."""
        if path not in self._tomls:
            text = self.texts.get(path)
            self._tomls[path] = None if text is None else read_toml(f"{self.name}/{path}", text, self.problems)
        return self._tomls[path]

    def rows(self, path: str, shape: Shape) -> list[Row]:
        """The checked rows of the CSV file of that path; none when it is not there."""
        text = self.texts.get(path)
        if text is None:
            return []
        return csv_rows(read_csv(f"{self.name}/{path}", text, csv_columns(shape), self.problems), shape, self.problems)

    def under(self, folder: str, ending: str = ".toml") -> list[str]:
        """The paths of the files below that folder, in order."""
        return sorted(p for p in self.texts if p.startswith(f"{folder}/") and p.endswith(ending))


def find_layers(folder: Path, problems: Problems) -> tuple[list[Layer], str]:
    """The layers of the pack in that folder, the national one first, and the digest over names and contents of all."""
    digest = hashlib.sha256()
    folder = folder.resolve()
    if not (folder / "pack.toml").is_file():
        why = "there is no pack.toml" if folder.is_dir() else "there is no such folder"
        problems.give_up(f"{folder.name}/pack.toml", 0, why, "name the folder of a pack, such as packs/template")
        return [], ""
    own = _read(folder, problems, digest.update)
    layers = [own]
    pack = own.toml("pack.toml")
    if pack is not None and "extends" in pack.data:
        base = _base_of(own, pack, problems)
        if base is None:
            return [], ""  # without the layer below nearly everything would seem to be missing
        layers.insert(0, _read(base, problems, digest.update))
        below = layers[0].toml("pack.toml")
        if below is not None and "extends" in below.data:
            why = "a pack that others extend extends nothing itself"
            problems.add(below.name, below.line("extends"), why, "remove this line")
    return layers, digest.hexdigest()


def _base_of(own: Layer, pack: Toml, problems: Problems) -> Path | None:
    name = pack.data["extends"]
    beside = own.folder.parent
    line, file = pack.line("extends"), pack.name
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        problems.give_up(file, line, f"extends: {quoted(name)} is no name of a folder", 'write extends = "cn"')
        return None
    if name == own.folder.name:
        problems.give_up(file, line, "the pack extends itself", 'write extends = "cn"')
        return None
    if not (beside / name / "pack.toml").is_file():
        known = [p.parent.name for p in beside.glob("*/pack.toml")]
        mend = f"{nearest(name, known)}put the pack {name} beside this folder"
        problems.give_up(file, line, f"there is no pack {quoted(name)} beside this one", mend)
        return None
    return beside / name


def _read(folder: Path, problems: Problems, update: Callable[[bytes], object]) -> Layer:
    layer = Layer(folder, problems, folder.name)
    for path, file in _files(folder):
        name = f"{folder.name}/{path}"
        if not _is_known(path):
            problems.add(name, 0, "a pack has no such file", f"{_hint(path)}rename it or take it out of the folder")
            continue
        try:
            data = file.read_bytes()
        except OSError as error:
            problems.give_up(name, 0, f"the file cannot be read: {error.strerror}", "look at its permissions")
            continue
        # Line ends differ between machines while the pack is the same.
        for part in (path.encode(), data.replace(b"\r\n", b"\n")):
            update(b"%d:" % len(part) + part)
        if path.partition("/")[0] in OPAQUE and not path.endswith((".toml", ".sql", ".csv")):
            continue
        text = read_text(data, name, problems)
        if text is not None:
            layer.texts[path] = text
    return layer


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """All files with their paths in the pack, in order; what begins with a dot belongs to editors and systems."""
    found = ((file.relative_to(folder), file) for file in folder.rglob("*") if file.is_file())
    yield from sorted((p.as_posix(), file) for p, file in found if not any(part.startswith(".") for part in p.parts))


def _is_known(path: str) -> bool:
    return path in _NAMES or path.partition("/")[0] in OPAQUE or any(form.fullmatch(path) for form in _FORMS)


def _hint(path: str) -> str:
    hint = nearest(path, _NAMES)
    if not hint and path.startswith("calendars/"):
        hint = "a calendar is named by its year, such as calendars/2026.toml; "
    elif not hint and path.startswith("time_limits/"):
        hint = "a time limit is named time_limits/<track>/<name>.toml in small letters; "
    elif not hint and "/" not in path:
        hint = f"it may hold {listed(n for n in _NAMES if '/' not in n)}; "
    return hint
