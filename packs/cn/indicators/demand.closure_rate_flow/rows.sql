-- 办结率（按期内流量）：期内登记的每一件进分母，期内办结的每一件进分子。
SELECT *, coalesce(ended_at >= $since, false) AS in_numerator, (registered_at >= $since)::INTEGER AS in_denominator,
  CASE WHEN close_basis IN ('not_accepted', 'transferred_out', 'terminated') THEN close_basis ELSE '' END AS excluded
FROM fact_demand
WHERE registered_at >= $since OR ended_at >= $since
