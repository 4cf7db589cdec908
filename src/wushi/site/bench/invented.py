"""Invents facts straight as Parquet, in the schema of the export: for measuring at sizes that no ledger here has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from wushi.store.facts import manifest as manifests
from wushi.store.facts.export import describe, write_rows
from wushi.store.facts.manifest import Manifest
from wushi.store.facts.schema import FACT_MATTER, VERSION

# Every value comes from a hash of the row's number, so that two runs make the same facts.
_SQL = """
WITH a AS (
  SELECT n, (hash(n) % 1000)::BIGINT AS h1, (hash(n + 7777777) % 1000)::BIGINT AS h2,
    (hash(n * 31 + 5) % 100000)::BIGINT AS h3, (hash(n * 17 + 3) % 1000)::BIGINT AS h4,
    TIMESTAMP '{first}' - INTERVAL 8 HOUR + to_seconds((hash(n * 13 + 1) % ({days} * 86400))::BIGINT) AS t
  FROM range({low}, {high}) r(n)
), b AS (
  SELECT *, t + to_seconds(h3 % 14400) AS sent, h1 >= 40 AS to_unit,
    t + to_minutes(300 + h3 % 9000) AS answered, t + INTERVAL 6 DAY + to_hours(h2 % 12) AS due,
    h3 % 1000 = 7 OR t + to_minutes(3180 + h3 % 9000) > TIMESTAMP '{end}' AS running, h4 < 30 AS again,
    h4 BETWEEN 30 AND 49 AS back, h4 BETWEEN 50 AND 59 AS watched, h4 BETWEEN 60 AND 139 AS longer
  FROM a
), c AS (
  SELECT *, CASE WHEN running THEN NULL WHEN to_unit THEN answered + INTERVAL 2 DAY ELSE t + INTERVAL 10 MINUTE END AS over
  FROM b
)
SELECT
  'BEN-' || strftime(t, '%Y') || '-' || lpad(n::VARCHAR, 8, '0') AS number, n AS id, n * 10 AS changed,
  'hotline' AS track, ['phone', 'phone', 'phone', 'wechat', 'web', 'app'][1 + h1 % 6] AS channel,
  ['help', 'complain', 'consult', 'suggest'][1 + h2 % 4] AS type,
  CASE WHEN running THEN 'in_progress' WHEN to_unit THEN 'closed' ELSE 'answered' END AS state,
  's' || h1 % 18 || '/b' || h2 % 6 || '/c' || h4 % 5 AS subject, 's' || h1 % 18 AS subject_1,
  's' || h1 % 18 || '/b' || h2 % 6 AS subject_2, ['general', 'utility', 'consult'][1 + h1 % 3] AS tier,
  '15030200' || h2 % 7 || lpad((h4 % 42)::VARCHAR, 3, '0') AS place, '15030200' || h2 % 7 AS town,
  '15030200' || h2 % 7 || lpad((h4 % 42)::VARCHAR, 3, '0') AS community,
  'u' || h3 % 50 AS unit, 'u' || h3 % 50 AS unit_2, '150302/u' || h3 % 50 AS line,
  t AS registered_at, (t + INTERVAL 8 HOUR)::DATE AS registered_on, CASE WHEN to_unit THEN sent END AS dispatched_at,
  CASE WHEN to_unit THEN sent + INTERVAL 1 HOUR END AS signed_at,
  CASE WHEN to_unit THEN sent + INTERVAL 3 HOUR END AS contacted_at,
  CASE WHEN running THEN NULL WHEN to_unit THEN answered ELSE over END AS first_replied_at, first_replied_at AS replied_at,
  over AS ended_at, (over + INTERVAL 8 HOUR)::DATE AS ended_on,
  coalesce(over, TIMESTAMP '9999-12-31') AS active_until, CASE WHEN to_unit THEN sent END AS reply_start,
  CASE WHEN to_unit THEN due + CASE WHEN longer THEN INTERVAL 7 DAY ELSE INTERVAL 0 DAY END END AS reply_due,
  CASE WHEN to_unit AND NOT running THEN answered END AS reply_stopped, NULL::TIMESTAMP AS paused_at,
  CASE WHEN again AND to_unit AND NOT running
    THEN [{{'start': sent, 'due': due, 'stopped': sent + INTERVAL 2 DAY}}] END AS earlier_rounds,
  CASE WHEN to_unit AND NOT running AND h1 < 900 THEN answered + INTERVAL 1 DAY END AS callback_at,
  CASE WHEN callback_at IS NOT NULL THEN h2 % 50 > 0 END AS contacted, CASE WHEN callback_at IS NOT NULL THEN h2 % 10 > 0 END AS solved,
  CASE WHEN callback_at IS NOT NULL THEN ['satisfied', 'basically', 'dissatisfied', 'satisfied'][1 + h4 % 4] END AS satisfaction,
  CASE WHEN callback_at IS NOT NULL THEN CASE WHEN h1 % 25 = 0 THEN 'unreachable' ELSE '' END END AS exclusion,
  CASE WHEN callback_at IS NOT NULL THEN h1 % 5 = 0 END AS by_resident,
  NULL::STRUCT("at" TIMESTAMP, contacted BOOLEAN, solved BOOLEAN, satisfaction VARCHAR, exclusion VARCHAR, by_resident BOOLEAN)[]
    AS earlier_callbacks,
  CASE WHEN again AND to_unit AND NOT running
    THEN [{{'ended': sent + INTERVAL 3 DAY, 'reopened': sent + INTERVAL 4 DAY}}] END AS reopenings,
  CASE WHEN back THEN [sent + INTERVAL 5 HOUR] END AS returned_times,
  CASE WHEN watched THEN [{{'placed': sent + INTERVAL 6 DAY, 'lifted': NULL::TIMESTAMP}}] END AS supervisions,
  CASE WHEN watched AND NOT running THEN [answered] END AS warned_times,
  CASE WHEN longer THEN sent + INTERVAL 4 DAY END AS extended_at,
  -- one in eight has turned since: another unit had it, or its time was shorter
  CASE WHEN longer OR again THEN [{{
    'until': sent + INTERVAL 4 DAY, 'type': type, 'subject': subject, 'subject_1': subject_1, 'subject_2': subject_2,
    'tier': tier, 'place': place, 'town': town, 'community': community, 'unit': 'u' || h2 % 50, 'unit_2': 'u' || h2 % 50,
    'line': '150302/u' || h2 % 50, 'designated': false, 'automatic': h2 % 5 = 0, 'gap': h3 % 97 = 0, 'merged': false,
    'followers': 0, 'supervision': 0, 'outcome': '', 'close_basis': '', 'refusal_ground': '', 'transferred_to': '',
    'reply_due': CASE WHEN to_unit THEN due END, 'reply_stopped': NULL::TIMESTAMP, 'paused_at': NULL::TIMESTAMP}}] END AS was,
  NULL::STRUCT(what VARCHAR, "at" TIMESTAMP, code VARCHAR)[] AS life, false AS designated, h2 % 5 = 0 AS automatic, h3 % 97 = 0 AS gap,
  1 AS dispatches, back::INTEGER AS returned, again::INTEGER AS reopened, 0 AS urged, 0 AS attempts, 0 AS followers,
  false AS merged, 'solved' AS outcome, CASE WHEN running THEN '' WHEN to_unit THEN 'callback' ELSE 'answered' END AS close_basis,
  '' AS refusal_ground, '' AS transferred_to, watched::INTEGER AS supervision, true AS simulated, h3 % 200 = 0 AS secret,
  false AS anonymous
FROM c
"""


def _months(count: int, last: date) -> list[date]:
    found = [last.replace(day=1)]
    while len(found) < count:
        first = found[0]
        found.insert(0, date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1))
    return found


def make(where: Path, rows: int, months: int = 36, last: date = date(2022, 12, 1)) -> Manifest:
    """Write that many matters over that many months, and the manifest; the same rows give the same files."""
    files, spread = [], _months(months, last)
    after_last = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    bounds = [rows * n // months for n in range(months + 1)]
    with duckdb.connect(":memory:") as connection:
        for n, first in enumerate(spread):
            following = spread[n + 1] if n + 1 < months else after_last
            sql = _SQL.format(
                first=first, days=(following - first).days, low=bounds[n] + 1, high=bounds[n + 1] + 1, end=after_last
            )
            facts = (
                connection.execute(f"SELECT {', '.join(FACT_MATTER.names)} FROM ({sql}) ORDER BY active_until, id")
                .to_arrow_table()
                .cast(FACT_MATTER)
            )
            month = first.strftime("%Y-%m")
            name = f"matter/district=150302/month={month}/00000001.parquet"
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            with (where / name).open("wb") as out:
                write_rows(facts, out)
            files.append(describe(name, "150302", month, facts))
    made = Manifest(VERSION, "invented", 1, rows * 10, "2023-01-01T00:00:00+00:00", tuple(files))
    manifests.put(where, made)
    return made
