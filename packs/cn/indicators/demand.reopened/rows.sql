-- 重办率：期内办结或重办的每一件；期内重办过的计入。
SELECT *, reopened_in > 0 AS in_numerator
FROM fact_demand
WHERE dispatched_at IS NOT NULL AND (ended_at >= $since OR reopened_in > 0)
