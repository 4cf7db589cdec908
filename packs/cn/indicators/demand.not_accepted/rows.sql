-- 不予受理占比：期内登记的每一件；不予受理的计入。
SELECT *, close_basis = 'not_accepted' AS in_numerator
FROM fact_demand
WHERE registered_at >= $since
