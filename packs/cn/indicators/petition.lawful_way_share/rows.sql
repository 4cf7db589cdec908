-- 告知法定途径占比：期内告知去向的每一件；告知走法定途径的计入。
SELECT *, len([x FOR x IN life IF x.what = 'lawful_way' AND x."at" >= $since]) > 0 AS in_numerator, '' AS excluded
FROM fact_petition
WHERE life IS NOT NULL AND (len([x FOR x IN life IF x.what = 'lawful_way' AND x."at" >= $since]) > 0 OR len([x FOR x IN life IF x.what = 'sent' AND x."at" >= $since]) > 0 OR len([x FOR x IN life IF x.what = 'opinion' AND x."at" >= $since]) > 0)
