-- 即办件占比：期末在用的每个事项；目录写明即办的计入。
SELECT *, instant AS in_numerator, '' AS excluded
FROM fact_item
