-- 提醒过仍交出的答复：期内交出答复而检查有提醒的每一件。
SELECT *, 1 AS in_numerator
FROM fact_demand
WHERE warned_in > 0
