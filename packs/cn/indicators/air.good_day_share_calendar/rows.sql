-- 优良天数占全期的比率：没有指数的日也在分母里。
SELECT * EXCLUDE (excluded), kept AS in_numerator, counted AS in_denominator
FROM fact_reading WHERE sort = 'index'
