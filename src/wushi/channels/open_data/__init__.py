"""Open data (开放数据): the package that anybody can check, the feed that anybody can follow, the mirror that follows it."""
