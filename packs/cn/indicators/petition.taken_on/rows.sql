-- 代办接收：期内签订委托书的每一件。
SELECT *, 1 AS in_numerator
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'taken_on' AND x."at" >= $since]) > 0
