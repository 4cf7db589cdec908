-- 复查改变率：期内出具复查意见的每一件；改变原意见的计入。
SELECT *, len([x FOR x IN life IF x.what = 'reviewed' AND x.code = 'changed' AND x."at" >= $since]) > 0 AS in_numerator, '' AS excluded
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'reviewed' AND x."at" >= $since]) > 0
