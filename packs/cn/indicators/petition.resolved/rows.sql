-- 代办化解：期内签订委托、到截止时刻化解而没有被群众否定的每一件。
SELECT *, 1 AS in_numerator
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'taken_on' AND x."at" >= $since]) > 0
  AND len([x FOR x IN life IF x.what = 'resolved']) > len([x FOR x IN life IF x.what = 'undone'])
