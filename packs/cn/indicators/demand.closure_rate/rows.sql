-- 办结率（按登记批次）：期内登记的每一件；截止时刻已办结的计入。
SELECT *, ended_at IS NOT NULL AS in_numerator,
  CASE WHEN close_basis IN ('not_accepted', 'transferred_out', 'terminated') THEN close_basis ELSE '' END AS excluded
FROM fact_demand
WHERE registered_at >= $since
