-- 调解成功率：期内受理的每一件；到截止时刻有协议、并且到期的各期都已履行的计入。
SELECT *,
  len([x FOR x IN life IF x.what = 'agreed']) > 0
    AND len([x FOR x IN life IF x.what = 'due' AND NOT list_contains([y.code FOR y IN life IF y.what = 'kept'], x.code)]) = 0
    AS in_numerator,
  '' AS excluded
FROM fact_dispute
WHERE life IS NOT NULL AND len([x FOR x IN life IF x.what = 'accepted' AND x."at" >= $since]) > 0
