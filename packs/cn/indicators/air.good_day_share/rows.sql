-- 优良天数比率：有有效指数的日里，指数不超过100的占多少。
SELECT *, kept AS in_numerator, counted AS in_denominator
FROM fact_reading WHERE sort = 'index'
