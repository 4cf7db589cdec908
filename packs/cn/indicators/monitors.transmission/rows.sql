-- 传输率：每台设备每日一行，传上来的小时除以应传的小时。
SELECT *, kept AS in_numerator, counted AS in_denominator
FROM fact_reading WHERE sort = 'sent'
