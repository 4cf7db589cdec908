-- 电话诉求：经电话登记的每一件；没有成为工单的来电不在账本里。
SELECT *, 1 AS in_numerator
FROM fact_demand
WHERE registered_at >= $since AND channel = 'phone'
