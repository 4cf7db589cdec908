-- 废水达标率：每个排口、因子、日一行，按日均值（流量加权）；不算的日写明原因。
SELECT *, kept AS in_numerator, counted AS in_denominator
FROM fact_reading WHERE sort = 'limit' AND type = 'water'
