"""The tables: the only place that knows the ORM and the SQL; it knows no pack and takes no decision."""
