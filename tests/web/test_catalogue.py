"""Every catalogue is complete, English now and Mongolian once it is begun: each message has its line, with the same places to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from tests.web.scanning import SOURCE, messages

from wushi.site import catalogues

FOLDERS = sorted((SOURCE / "web" / "locale").glob("*/LC_MESSAGES"))


@pytest.fixture(scope="module", params=FOLDERS, ids=[f.parent.name for f in FOLDERS])
def entries(request: pytest.FixtureRequest) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for po in sorted(request.param.glob("*.po")) for entry in polib.pofile(str(po))}


def test_every_message_has_its_line(entries: dict[str, polib.POEntry]) -> None:
    missing = {m: files for m, files in messages().items() if m not in entries or not entries[m].translated()}
    assert not missing, "\n".join(f"{files[0]}: {m}" for m, files in missing.items())


def test_languages_fill_in_the_same_places(entries: dict[str, polib.POEntry]) -> None:
    places = re.compile(r"%\(\w+\)[sd]|(?<!%)\{\w+\}")
    for entry in entries.values():
        for said in (entry.msgstr_plural or {0: entry.msgstr}).values():
            wanted, found = set(places.findall(entry.msgid)), set(places.findall(said))
            # %(month)d may become %(name)s: a month has a name in English
            assert {w[:-1] for w in found} - {w[:-1] for w in wanted} <= {"%(name)"}, entry.msgid
            assert wanted - found <= {"%(month)d"}, entry.msgid


def test_a_message_stands_in_one_file() -> None:
    """Else one of its lines is never shown, and nobody sees which."""
    for folder in FOLDERS:
        known: dict[str, str] = {}
        for po in sorted(folder.glob("*.po")):
            for entry in polib.pofile(str(po)):
                assert entry.msgid not in known, f"{entry.msgid}: {po.name} and {known[entry.msgid]}"
                known[entry.msgid] = po.name


def test_the_scan_reads_templates_and_code() -> None:
    found = messages()
    assert any(f.endswith(".html") for f in found["有事，说一声"])
    assert "web/words.py" in found["今天到期"]


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    place = tmp_path / "en" / "LC_MESSAGES"
    place.mkdir(parents=True)
    for name, message in (("django", "一"), ("staff", "二")):
        po = polib.POFile()
        po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        po.append(polib.POEntry(msgid=message, msgstr=name))
        po.save(str(place / f"{name}.po"))
    assert catalogues.compile_all(tmp_path) == [place / "django.mo"]
    assert {e.msgid for e in polib.mofile(str(place / "django.mo"))} == {"一", "二"}
    assert catalogues.compile_all(tmp_path) == []
