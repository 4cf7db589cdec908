"""The import (导入): read a file row by row, take it in batch by batch; what is bad is reported, what is known is passed over."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import IntegrityError

from wushi.channels.spreadsheet.crew import Crew
from wushi.channels.spreadsheet.mapping import Mapper, check_columns
from wushi.channels.spreadsheet.opening import open_source
from wushi.channels.spreadsheet.source import Row, Source
from wushi.domain.actor import Actor
from wushi.domain.column_map import ColumnMap
from wushi.domain.errors import BadInput, Refusal
from wushi.domain.policy import Policy
from wushi.packs import maps
from wushi.steps.handle.take_in_replies import Arrived, take_in_replies
from wushi.steps.report import take_in_many as many
from wushi.steps.report.take_in_many import ALREADY, IMPORTED, Arrival, Outcome, Prepared, Sifted, Terms
from wushi.store.ledger import numbers
from wushi.store.registers import units

BATCH = 500
_IN_HAND = 6  # batches between reading and writing
_CREW_FROM = 3  # batches after which a second process is worth its start

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Count:
    """Every row is one of the three."""

    imported: int = 0
    refused: int = 0
    already: int = 0

    @property
    def rows(self) -> int:
        return self.imported + self.refused + self.already


@dataclass(slots=True)
class _Batch:
    """Rows on their way: what was refused while reading, and what goes on to be taken in."""

    place: int
    refused: list[Refused]
    numbers: list[int]
    arrivals: list[Arrival]
    now: datetime
    sifted: Sifted | None = None
    work: Future[Prepared] | Prepared | None = None


def actor_of(policy: Policy) -> Actor:
    """The post that stands for doors of data. Raises BadInput when the pack has none."""
    for post in policy.posts.values():
        if post.role == "channel":
            return Actor(post.code, post.unit, post.role)
    raise BadInput(field="posts.csv", why="has no post with the role channel, which an import needs")


class Import:
    """One file through one map. `report` hears of every refused row in the order of the file; `progress` of rows and share."""

    def __init__(
        self,
        column_map: ColumnMap,
        policy: Policy,
        *,
        dry_run: bool = False,
        report: Callable[[Refused], None] = lambda refused: None,
        progress: Callable[[int, float], None] = lambda rows, share: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        second_process: bool = True,
    ) -> None:
        self.count = Count()
        self._map, self._policy, self._dry_run = column_map, policy, dry_run
        self._report, self._progress, self._clock = report, progress, clock
        self._actor = actor_of(policy)
        self._mapper = Mapper(column_map, policy)
        self._terms = Terms(column_map.dispatch, column_map.due_reference, timedelta(days=column_map.alarms_after_days))
        self._second = second_process
        self._under_way: dict[tuple[str, str], str] = {}
        self._told: dict[int, list[Refused]] = {}
        self._next_told = 0

    def run(self, file: Path, *, encoding: str = "utf-8", sheet: str = "") -> Count:
        """Take the file in. Raises BadInput when the file as a whole cannot be read; what was written before stays."""
        source = open_source(file, columns=self._map.read, encoding=encoding, sheet=sheet, formulas=self._map.formulas)
        check_columns(source, self._map, file.name)
        if self._map.kind == "replies":
            self._replies(source)
        else:
            self._matters(source)
        self._progress(self.count.rows, 1.0)
        return self.count

    # --- matters ---------------------------------------------------------------------------------------------------

    def _matters(self, source: Source) -> None:
        crew = Crew()
        in_hand: deque[_Batch] = deque()
        try:
            for batch in self._batches(source):
                if self._second and batch.place == _CREW_FROM:
                    crew.start(units.known())
                self._begin(batch, crew)
                in_hand.append(batch)
                self._finish_ready(in_hand, source)
            while in_hand:
                self._finish(in_hand.popleft(), source)
        finally:
            crew.stop()

    def _batches(self, source: Source) -> Iterator[_Batch]:
        batch = _Batch(0, [], [], [], self._clock())
        for row in source.rows():
            try:
                _check_row(row)
                incoming, told = self._mapper.matter(row)
            except BadInput as refusal:
                batch.refused.append(self._refused(row.number, refusal))
            else:
                batch.numbers.append(row.number)
                batch.arrivals.append(Arrival(incoming, told))
            if len(batch.arrivals) + len(batch.refused) >= BATCH:
                yield batch
                batch = _Batch(batch.place + 1, [], [], [], self._clock())
        if batch.arrivals or batch.refused:
            yield batch

    def _begin(self, batch: _Batch, crew: Crew) -> None:
        """Sift, and have the rest prepared: by the crew if it has time, else here."""
        batch.sifted = many.sift(batch.arrivals, self._policy, batch.now, self._under_way)
        fresh = batch.sifted.fresh
        ids = [0] * len(fresh) if self._dry_run else numbers.take(len(fresh))
        batch.work = crew.submit(fresh, ids, self._actor, batch.now, self._terms) if fresh else None
        if batch.work is None:
            batch.work = self._prepare(batch, ids)

    def _prepare(self, batch: _Batch, ids: list[int]) -> Prepared:
        assert batch.sifted is not None
        return many.prepare(
            batch.sifted.fresh, ids, actor=self._actor, policy=self._policy, now=batch.now, terms=self._terms
        )

    def _finish_ready(self, in_hand: deque[_Batch], source: Source) -> None:
        """Write what is ready, whichever was first; wait for the oldest when too much lies about."""
        for batch in list(in_hand):
            if not isinstance(batch.work, Future) or batch.work.done():
                in_hand.remove(batch)
                self._finish(batch, source)
        while len(in_hand) > _IN_HAND:
            self._finish(in_hand.popleft(), source)

    def _finish(self, batch: _Batch, source: Source) -> None:
        assert batch.sifted is not None
        outcomes: list[Outcome]
        prepared: Prepared
        if isinstance(batch.work, Future):
            try:
                prepared = batch.work.result()
            except Exception as error:  # the second process has died, or what it met it could not send back
                _logger.warning("the second process failed (%s: %s); doing it here", type(error).__name__, error)
                fresh = len(batch.sifted.fresh)
                prepared = self._prepare(batch, [0] * fresh if self._dry_run else numbers.take(fresh))
        else:
            assert batch.work is not None
            prepared = batch.work
        try:
            if not self._dry_run:
                many.write(prepared)
            outcomes = many.outcomes(batch.sifted, prepared)
        except IntegrityError:
            # somebody else took one of these keys in a moment ago: look again
            outcomes = many.take_in_many(
                batch.arrivals, actor=self._actor, policy=self._policy, now=batch.now, terms=self._terms
            )
        if not self._dry_run:
            for name in batch.sifted.digests:
                self._under_way.pop(name, None)
        self._tell(batch.place, batch.refused, batch.numbers, outcomes)
        self._progress(self.count.rows, source.share)

    # --- replies ---------------------------------------------------------------------------------------------------

    def _replies(self, source: Source) -> None:
        channels = self._channels()
        refused: list[Refused] = []
        rows: list[int] = []
        arrived: list[Arrived] = []
        place = 0

        def take() -> None:
            nonlocal refused, rows, arrived, place
            outcomes = take_in_replies(
                arrived, channels, actor=self._actor, policy=self._policy, now=self._clock(), dry_run=self._dry_run
            )
            self._tell(place, refused, rows, outcomes)
            self._progress(self.count.rows, source.share)
            refused, rows, arrived, place = [], [], [], place + 1

        for row in source.rows():
            try:
                _check_row(row)
                reply = self._mapper.reply(row)
            except BadInput as refusal:
                refused.append(self._refused(row.number, refusal))
            else:
                rows.append(row.number)
                arrived.append(Arrived(reply.key, reply.told))
            if len(arrived) + len(refused) >= BATCH:
                take()
        take()

    def _channels(self) -> list[str]:
        """Those through which the matters of the replies can have come."""
        of = maps.find(self._map.matters, self._policy)
        if not of.columns_of("channel"):
            return [of.constants["channel"]]
        return list(self._policy.channels)

    # --- telling ---------------------------------------------------------------------------------------------------

    def _refused(self, number: int, refusal: Refusal) -> Refused:
        if isinstance(refusal, BadInput):
            return Refused(number, self._mapper.column(refusal.facts["field"]), refusal.covered())
        return Refused(number, "", str(refusal))

    def _tell(self, place: int, refused: list[Refused], rows: list[int], outcomes: list[Outcome]) -> None:
        for number, outcome in zip(rows, outcomes, strict=True):
            if outcome == IMPORTED:
                self.count.imported += 1
            elif outcome == ALREADY:
                self.count.already += 1
            else:
                assert isinstance(outcome, Refusal)
                refused.append(self._refused(number, outcome))
        self.count.refused += len(refused)
        self._told[place] = sorted(refused, key=lambda r: r.row)
        while self._next_told in self._told:
            for one in self._told.pop(self._next_told):
                self._report(one)
            self._next_told += 1


def _check_row(row: Row) -> None:
    if row.why:
        raise BadInput(field="", why=row.why)
