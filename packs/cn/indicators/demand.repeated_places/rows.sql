-- 同地同类反复：期内登记的每一件；同一社区、同一分类三十日内第三件及以后的计入。
SELECT *,
  count(*) OVER (
    PARTITION BY community, subject ORDER BY registered_at RANGE BETWEEN INTERVAL 30 DAY PRECEDING AND CURRENT ROW
  ) >= 3 AS in_numerator,
  CASE WHEN community = '' OR subject = '' THEN 'unknown' ELSE '' END AS excluded
FROM fact_demand
WHERE registered_at >= $since
