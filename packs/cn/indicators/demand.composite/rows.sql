-- 三率综合分：期内回访的每一件；三项按权重相加。权重见 rates.toml。
SELECT *, $w_response * callback.contacted::INTEGER + $w_resolution * callback.solved::INTEGER
    + $w_satisfaction * CASE callback.satisfaction WHEN 'satisfied' THEN $w_satisfied WHEN 'basically' THEN $w_basically ELSE 0 END AS in_numerator, callback.exclusion AS excluded
FROM fact_demand
WHERE callback.at >= $since
