-- 差评整改率：期内的每一条实名差评；到截止时刻已经整改的计入。
SELECT *,
  len([x FOR x IN life IF x.what = 'rectified' AND x."at" < $cutoff]) > 0 AS in_numerator,
  CASE WHEN len([x FOR x IN life IF x.what = 'excluded' AND x."at" < $cutoff]) > 0 THEN 'excluded' ELSE '' END AS excluded
FROM fact_application
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'bad' AND x."at" >= $since AND x."at" < $cutoff]) > 0
