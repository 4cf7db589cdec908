-- 登记诉求：统计期内登记的每一件。
SELECT *, 1 AS in_numerator
FROM fact_demand
WHERE registered_at >= $since
