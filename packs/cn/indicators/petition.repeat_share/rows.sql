-- 重复信访占比：期内登记的每一件；关联到以前同一件的计入。
SELECT *, life IS NOT NULL AND len([x FOR x IN life IF x.what = 'repeat']) > 0 AS in_numerator, '' AS excluded
FROM fact_petition
WHERE registered_at >= $since
