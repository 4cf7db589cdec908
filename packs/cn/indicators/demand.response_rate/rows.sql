-- 响应率：期内回访的每一件；诉求人说联系过的计入。
SELECT *, callback.contacted AS in_numerator, callback.exclusion AS excluded
FROM fact_demand
WHERE callback.at >= $since
