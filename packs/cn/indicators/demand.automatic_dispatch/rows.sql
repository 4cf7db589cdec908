-- 自动派单占比：期内首次派单的每一件；由程序派出的计入。
SELECT *, automatic AS in_numerator
FROM fact_demand
WHERE dispatched_at >= $since
