-- 未计入三率的占比：期内经单位办理后办结的每一件；没有回访或被排除的计入。
SELECT *, callback IS NULL OR callback.exclusion <> '' AS in_numerator
FROM fact_demand
WHERE ended_at >= $since AND close_basis NOT IN ('answered', 'not_accepted', 'transferred_out', 'terminated')
