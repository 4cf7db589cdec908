-- 代办在办：期内签订委托、到截止时刻没有结束的每一件。
SELECT *, 1 AS in_numerator
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'taken_on' AND x."at" >= $since]) > 0
  AND len([x FOR x IN life IF x.what IN ('resolved', 'ended')]) = len([x FOR x IN life IF x.what = 'undone'])
