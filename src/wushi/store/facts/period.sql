-- The matters that a period can speak of, each as it stood at the cut-off: what came later is not seen, so that the same
-- figure asked for a year later is the same. {since}, {cutoff}, {source}, {branch} and {below} are put in by engine.py.
-- Matters that had ended before the period are left out: nothing of theirs can fall in it.
-- then_: what a matter was at the cut-off that has turned since; null for the others, whose moments tell it.
SELECT
  number, track, channel,
  coalesce(then_.type, type) AS type,
  coalesce(then_.subject, subject) AS subject,
  coalesce(then_.subject_1, subject_1) AS subject_1,
  coalesce(then_.subject_2, subject_2) AS subject_2,
  coalesce(then_.tier, tier) AS tier,
  coalesce(then_.place, place) AS place,
  coalesce(then_.town, town) AS town,
  coalesce(then_.community, community) AS community,
  coalesce(then_.unit, unit) AS unit,
  coalesce(then_.unit_2, unit_2) AS unit_2,
  coalesce(then_.line, line) AS line,
  {below} AS unit_below,
  registered_at, registered_on, simulated, secret,
  CASE WHEN extended_at < {cutoff} THEN extended_at END AS extended_at,
  coalesce(then_.designated, designated) AS designated,
  coalesce(then_.merged, merged) AS merged,
  coalesce(then_.followers, followers) AS followers,
  coalesce(then_.outcome, CASE WHEN replied_at < {cutoff} THEN outcome ELSE '' END) AS outcome,
  coalesce(then_.refusal_ground, CASE WHEN ended_at < {cutoff} THEN refusal_ground ELSE '' END) AS refusal_ground,
  coalesce(then_.transferred_to, CASE WHEN ended_at < {cutoff} THEN transferred_to ELSE '' END) AS transferred_to,
  CASE WHEN dispatched_at < {cutoff} THEN dispatched_at END AS dispatched_at,
  dispatched_at < {cutoff} AND coalesce(then_.automatic, automatic) AS automatic,
  dispatched_at < {cutoff} AND coalesce(then_.gap, gap) AS gap,
  CASE WHEN signed_at < {cutoff} THEN signed_at END AS signed_at,
  CASE WHEN contacted_at < {cutoff} THEN contacted_at END AS contacted_at,
  CASE WHEN first_replied_at < {cutoff} THEN first_replied_at END AS first_replied_at,
  -- the ending that held at the cut-off, also when the matter was reopened later
  CASE
    WHEN ended_at < {cutoff} THEN ended_at
    WHEN reopenings IS NOT NULL
      THEN list_max([x.ended FOR x IN reopenings IF x.ended < {cutoff} AND x.reopened >= {cutoff}])
  END AS ended_at,
  coalesce(then_.close_basis, CASE WHEN ended_at < {cutoff} THEN close_basis ELSE '' END) AS close_basis,
  -- the clock of the answer that was the last one at the cut-off
  CASE WHEN then_ IS NOT NULL THEN then_.reply_due
       WHEN earlier_rounds IS NULL OR reply_start < {cutoff} THEN reply_due
       ELSE [x.due FOR x IN earlier_rounds IF x.start < {cutoff}][-1] END AS reply_due,
  CASE WHEN then_ IS NOT NULL THEN then_.reply_stopped
       WHEN earlier_rounds IS NULL OR reply_start < {cutoff}
         THEN CASE WHEN reply_stopped < {cutoff} THEN reply_stopped END
       ELSE [x.stopped FOR x IN earlier_rounds IF x.start < {cutoff} AND x.stopped < {cutoff}][-1] END AS reply_stopped,
  CASE WHEN then_ IS NOT NULL THEN then_.paused_at IS NOT NULL ELSE coalesce(paused_at < {cutoff}, false) END AS paused,
  -- every answer that was given by then was given in time
  CASE WHEN then_ IS NOT NULL THEN coalesce(then_.reply_stopped <= then_.reply_due, true)
       ELSE coalesce(reply_stopped >= {cutoff} OR reply_stopped <= reply_due, true) END
    AND (earlier_rounds IS NULL
         OR len([x FOR x IN earlier_rounds IF x.stopped < {cutoff} AND x.stopped > x.due]) = 0) AS in_time,
  -- the callback that was the last one at the cut-off
  CASE WHEN callback_at < {cutoff}
         THEN {{'at': callback_at, 'contacted': contacted, 'solved': solved, 'satisfaction': satisfaction,
               'exclusion': exclusion, 'by_resident': by_resident}}
       WHEN earlier_callbacks IS NOT NULL THEN [x FOR x IN earlier_callbacks IF x.at < {cutoff}][-1]
  END AS callback,
  CASE WHEN reopenings IS NULL THEN 0
       ELSE len([x FOR x IN reopenings IF x.reopened < {cutoff}]) END AS reopened,
  CASE WHEN reopenings IS NULL THEN 0
       ELSE len([x FOR x IN reopenings IF x.reopened >= {since} AND x.reopened < {cutoff}]) END AS reopened_in,
  CASE WHEN returned_times IS NULL THEN 0
       ELSE len([x FOR x IN returned_times IF x < {cutoff}]) END AS returned,
  CASE WHEN returned_times IS NULL THEN 0
       ELSE len([x FOR x IN returned_times IF x >= {since} AND x < {cutoff}]) END AS returned_in,
  CASE WHEN supervisions IS NULL THEN 0
       ELSE len([x FOR x IN supervisions IF x.placed >= {since} AND x.placed < {cutoff}]) END AS supervised_in,
  CASE WHEN warned_times IS NULL THEN 0
       ELSE len([x FOR x IN warned_times IF x >= {since} AND x < {cutoff}]) END AS warned_in,
  supervisions IS NOT NULL
    AND len([x FOR x IN supervisions IF x.placed < {cutoff} AND coalesce(x.lifted >= {cutoff}, true)]) > 0 AS supervised,
  CASE WHEN life IS NOT NULL THEN [x FOR x IN life IF x."at" < {cutoff}] END AS life,
  coalesce(then_.supervision, supervision) AS supervision_level
FROM (
  SELECT *, CASE WHEN was IS NOT NULL THEN [x FOR x IN was IF x.until >= {cutoff}][1] END AS then_
  FROM read_parquet({files}, hive_partitioning = false)
  WHERE registered_at < {cutoff} AND active_until >= {since}
) AS held{branch}
