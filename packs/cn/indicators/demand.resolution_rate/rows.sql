-- 解决率：期内回访的每一件；诉求人说解决了的计入。
SELECT *, callback.solved AS in_numerator, callback.exclusion AS excluded
FROM fact_demand
WHERE callback.at >= $since
