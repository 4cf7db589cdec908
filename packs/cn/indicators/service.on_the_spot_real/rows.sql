-- 即办件真的当场办结：期内决定的、写明即办的每一件；真的当场办结的计入。
SELECT *, len([x FOR x IN life IF x.what = 'spot']) > 0 AS in_numerator, '' AS excluded
FROM fact_application
WHERE life IS NOT NULL
  AND len([x FOR x IN life IF x.what = 'promised' AND x.code = 'instant' AND x."at" >= $since AND x."at" < $cutoff]) > 0
