-- 一次性化解率：期内办结的每一件；没有请求过复查的计入。
SELECT *, len([x FOR x IN life IF x.what = 'review_asked']) = 0 AS in_numerator, '' AS excluded
FROM fact_petition
WHERE life IS NOT NULL AND (len([x FOR x IN life IF x.what = 'petition_ended' AND x."at" >= $since]) > 0 OR len([x FOR x IN life IF x.what = 'settled' AND x."at" >= $since]) > 0 OR len([x FOR x IN life IF x.what = 'rechecked' AND x."at" >= $since]) > 0)
