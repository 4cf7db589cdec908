-- 在办诉求：截止时刻还没有结束的每一件。
SELECT *, 1 AS in_numerator
FROM fact_demand
WHERE ended_at IS NULL
