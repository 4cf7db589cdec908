-- 满意率：期内回访的每一件；按权重计入。权重见 rates.toml。
SELECT *, CASE callback.satisfaction WHEN 'satisfied' THEN $w_satisfied WHEN 'basically' THEN $w_basically ELSE 0 END AS in_numerator, callback.exclusion AS excluded
FROM fact_demand
WHERE callback.at >= $since
