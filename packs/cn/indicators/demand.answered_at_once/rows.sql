-- 即时答复占比：期内登记的每一件；当场答复的计入。
SELECT *, close_basis = 'answered' AS in_numerator,
  CASE WHEN close_basis IN ('not_accepted', 'transferred_out', 'terminated') THEN close_basis ELSE '' END AS excluded
FROM fact_demand
WHERE registered_at >= $since
