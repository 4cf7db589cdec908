-- 代办化解率：期内签订委托的每一件；到截止时刻化解而没有被群众否定的计入。
SELECT *,
  len([x FOR x IN life IF x.what = 'resolved']) > len([x FOR x IN life IF x.what = 'undone']) AS in_numerator,
  '' AS excluded
FROM fact_petition
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'taken_on' AND x."at" >= $since]) > 0
