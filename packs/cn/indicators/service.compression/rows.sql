-- 承诺时限压缩率：期末在用的每个事项；分子是省下的工作日，分母是法定的工作日。
SELECT *, legal - promised AS in_numerator, legal AS in_denominator,
  CASE WHEN legal IS NULL THEN 'no_limit' ELSE '' END AS excluded
FROM fact_item
