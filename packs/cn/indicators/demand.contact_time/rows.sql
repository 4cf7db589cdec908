-- 首次联系用时中位数：期内首次派单的每一件；没有联系的也在内。
SELECT *, contacted_at IS NOT NULL AS in_numerator,
  greatest(0, date_diff('second', dispatched_at, coalesce(contacted_at, ended_at, $cutoff))) AS duration_s,
  contacted_at IS NOT NULL AS ended
FROM fact_demand
WHERE dispatched_at >= $since
