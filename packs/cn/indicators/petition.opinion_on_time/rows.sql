-- 按期答复率：期内出具处理意见书的每一件；按期的计入。
SELECT *, len([x FOR x IN life IF x.what = 'opinion' AND x.code = 'on_time' AND x."at" >= $since]) > 0 AS in_numerator, '' AS excluded
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'opinion' AND x."at" >= $since]) > 0
