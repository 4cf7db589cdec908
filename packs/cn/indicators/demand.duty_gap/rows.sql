-- 职责清单缺口：期内首次派单的每一件；背后没有职责条目的计入。
SELECT *, gap AS in_numerator
FROM fact_demand
WHERE dispatched_at >= $since
