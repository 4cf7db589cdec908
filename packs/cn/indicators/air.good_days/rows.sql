-- 优良天数：每日一行，指数不超过100的计入；没有有效指数的日写明。
SELECT *, kept AS in_numerator
FROM fact_reading WHERE sort = 'index'
