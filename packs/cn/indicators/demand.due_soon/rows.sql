-- 两日内到期：在办的每一件，48小时以内到期而没有答复的计入。
SELECT *,
  coalesce(reply_due >= $cutoff AND reply_due < $cutoff + INTERVAL 48 HOUR AND reply_stopped IS NULL AND NOT paused, false)
    AS in_numerator
FROM fact_demand
WHERE ended_at IS NULL
