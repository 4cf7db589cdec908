-- 政务服务满意率：期内的每一条评价；五级中的上三级计入。
SELECT *,
  len([x FOR x IN life IF x.what = 'rated' AND x.code IN ('3', '4', '5')]) > 0 AS in_numerator,
  CASE WHEN len([x FOR x IN life IF x.what = 'excluded' AND x."at" < $cutoff]) > 0 THEN 'excluded' ELSE '' END AS excluded
FROM fact_application
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'rated' AND x."at" >= $since AND x."at" < $cutoff]) > 0
