-- 延期占比：期内办结、有答复期限的每一件；批准过延期的计入。
SELECT *, extended_at IS NOT NULL AS in_numerator,
  CASE WHEN close_basis = 'terminated' THEN close_basis ELSE '' END AS excluded
FROM fact_demand
WHERE ended_at >= $since AND reply_due IS NOT NULL
