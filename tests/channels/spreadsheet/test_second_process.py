"""The second process of an import: the same result as with one, and no need of it when it dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.spreadsheet.files import GOOD, NOW, write_csv
from wushi.channels.spreadsheet import importing
from wushi.channels.spreadsheet.crew import Crew
from wushi.channels.spreadsheet.importing import Import, Refused
from wushi.domain.policy import Policy
from wushi.packs import maps
from wushi.store.ledger.models import Event, Matter


def test_two_processes_take_in_what_one_would(house: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 20)
    monkeypatch.setattr(importing, "_CREW_FROM", 1)
    done: list[bool] = []
    submit = Crew.submit

    def counted(self: Crew, *given: object) -> object:
        if self._warm is not None:
            self._warm.result()  # wait for it, so that it really takes part
        future = submit(self, *given)  # type: ignore[arg-type]
        done.append(future is not None)
        return future

    monkeypatch.setattr(Crew, "submit", counted)
    rows = [{**GOOD, "编号": str(n), "内容": "" if n % 50 == 7 else f"第{n}盏路灯不亮", "标题": ""} for n in range(300)]
    refused: list[Refused] = []
    course = Import(maps.find("demands", house), house, report=refused.append, clock=lambda: NOW)
    count = course.run(write_csv(tmp_path / "a.csv", rows))
    assert (count.imported, count.refused) == (294, 6)
    assert [r.row for r in refused] == [9, 59, 109, 159, 209, 259]  # in the order of the file
    assert any(done), "the second process took no part"
    assert Matter.objects.count() == 294
    assert Event.objects.count() == 4 * 294


def test_an_import_goes_on_when_the_second_process_cannot_start(
    house: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 20)
    monkeypatch.setattr(importing, "_CREW_FROM", 1)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wushi.there_is_none")
    rows = [{**GOOD, "编号": str(n), "内容": f"第{n}盏路灯不亮"} for n in range(200)]
    course = Import(maps.find("demands", house), house, clock=lambda: NOW)
    assert course.run(write_csv(tmp_path / "a.csv", rows)).imported == 200
