-- 同地同类反复：期内登记的每一件；同一社区、同一二级分类三件以上的计入。
SELECT *,
  count(*) OVER (PARTITION BY community, subject_2) >= 3 AS in_numerator,
  CASE WHEN community = '' OR subject_2 = '' THEN 'unknown' ELSE '' END AS excluded
FROM fact_matter
WHERE registered_at >= $since
