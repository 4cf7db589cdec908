-- 废气达标率：每个排口、因子、日一行，小时数相加；不算的小时各自一行，写明原因。
SELECT *, kept AS in_numerator, counted AS in_denominator
FROM fact_reading WHERE sort = 'limit' AND type = 'gas'
