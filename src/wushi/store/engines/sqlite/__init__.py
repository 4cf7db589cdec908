"""SQLite with a fair queue of writers across processes."""
