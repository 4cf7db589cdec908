-- 新列督办：期内列入督办的每一件。
SELECT *, 1 AS in_numerator
FROM fact_demand
WHERE supervised_in > 0
