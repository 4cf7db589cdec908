-- 办结用时中位数：期内登记的每一件；没有办完的也在内。
SELECT *, ended_at IS NOT NULL AS in_numerator,
  date_diff('second', registered_at, coalesce(ended_at, $cutoff)) AS duration_s, ended_at IS NOT NULL AS ended,
  CASE WHEN close_basis IN ('not_accepted', 'transferred_out', 'terminated') THEN close_basis ELSE '' END AS excluded
FROM fact_demand
WHERE registered_at >= $since
