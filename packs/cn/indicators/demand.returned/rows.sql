-- 退单率：期内派单或退单的每一件；期内被退回的计入。
SELECT *, returned_in > 0 AS in_numerator
FROM fact_demand
WHERE dispatched_at >= $since OR returned_in > 0
