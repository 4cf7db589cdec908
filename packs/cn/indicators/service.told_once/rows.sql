-- 一次告知率：期内第一次告知缺材料的每一件；到截止时刻没有再告知的计入。
SELECT *, len([x FOR x IN life IF x.what = 'noticed' AND x."at" < $cutoff]) = 1 AS in_numerator, '' AS excluded
FROM fact_application
WHERE life IS NOT NULL
  AND len([x FOR x IN life IF x.what = 'noticed' AND x.code = 'once' AND x."at" >= $since AND x."at" < $cutoff]) > 0
