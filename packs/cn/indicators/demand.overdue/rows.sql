-- 超期未答复：在办的每一件，答复期限已过而没有答复的计入。
SELECT *, coalesce(reply_due < $cutoff AND reply_stopped IS NULL AND NOT paused, false) AS in_numerator
FROM fact_demand
WHERE ended_at IS NULL
