-- 按期办结率：期内办结、有答复期限的每一件；每次答复都按期的计入。
SELECT *, in_time AS in_numerator, CASE WHEN close_basis = 'terminated' THEN close_basis ELSE '' END AS excluded
FROM fact_demand
WHERE ended_at >= $since AND reply_due IS NOT NULL
