-- 农村污水处理站运行率：每站每日一行，有水流过的小时除以应运行的小时；没有报来的小时各自一行。
SELECT *, kept AS in_numerator, counted AS in_denominator
FROM fact_reading WHERE sort = 'running'
