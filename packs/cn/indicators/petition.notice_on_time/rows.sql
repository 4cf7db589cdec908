-- 及时受理率：期内第一次告知去向的每一件；按时告知的计入。
SELECT *, len([x FOR x IN life IF x.what = 'noticed' AND x.code = 'on_time' AND x."at" >= $since]) > 0 AS in_numerator, '' AS excluded
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'noticed' AND x."at" >= $since]) > 0
