-- 两次以上退单：期内退单的每一件；累计两次以上的计入。
SELECT *, returned > 1 AS in_numerator
FROM fact_demand
WHERE returned_in > 0
