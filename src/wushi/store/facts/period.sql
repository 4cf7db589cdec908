-- The matters that a period can speak of, each as it stood at the cut-off: what came later is not seen, so that the same
-- figure asked for a year later is the same. {since}, {cutoff}, {files}, {branch} and {below} are put in by query.py.
-- Matters that had ended before the period are left out: nothing of theirs can fall in it.
SELECT
  number, track, channel, type, subject, subject_1, subject_2, tier, place, town, community, unit, unit_2, line,
  {below} AS unit_below,
  registered_at, registered_on, designated, extended_at, outcome, refusal_ground, transferred_to, merged,
  attempts, followers, simulated, secret,
  CASE WHEN dispatched_at < {cutoff} THEN dispatched_at END AS dispatched_at,
  dispatched_at < {cutoff} AND automatic AS automatic,
  dispatched_at < {cutoff} AND gap AS gap,
  CASE WHEN signed_at < {cutoff} THEN signed_at END AS signed_at,
  CASE WHEN contacted_at < {cutoff} THEN contacted_at END AS contacted_at,
  CASE WHEN first_replied_at < {cutoff} THEN first_replied_at END AS first_replied_at,
  -- the ending that held at the cut-off, also when the matter was reopened later
  CASE
    WHEN ended_at < {cutoff} THEN ended_at
    WHEN reopenings IS NOT NULL
      THEN list_max([x.ended FOR x IN reopenings IF x.ended < {cutoff} AND x.reopened >= {cutoff}])
  END AS ended_at,
  CASE WHEN ended_at < {cutoff} THEN close_basis ELSE '' END AS close_basis,
  -- the clock of the answer that was the last one at the cut-off
  CASE WHEN earlier_rounds IS NULL OR reply_start < {cutoff} THEN reply_due
       ELSE [x.due FOR x IN earlier_rounds IF x.start < {cutoff}][-1] END AS reply_due,
  CASE WHEN earlier_rounds IS NULL OR reply_start < {cutoff}
         THEN CASE WHEN reply_stopped < {cutoff} THEN reply_stopped END
       ELSE [x.stopped FOR x IN earlier_rounds IF x.start < {cutoff} AND x.stopped < {cutoff}][-1] END AS reply_stopped,
  coalesce(paused_at < {cutoff}, false) AS paused,
  -- every answer that was given by then was given in time
  coalesce(reply_stopped >= {cutoff} OR reply_stopped <= reply_due, true)
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
  supervision AS supervision_level
FROM read_parquet({files}, hive_partitioning = false)
WHERE registered_at < {cutoff} AND active_until >= {since}{branch}
