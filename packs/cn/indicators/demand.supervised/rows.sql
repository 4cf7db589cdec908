-- 在督办：在办的每一件；正在督办的计入。
SELECT *, supervised AS in_numerator
FROM fact_demand
WHERE ended_at IS NULL
