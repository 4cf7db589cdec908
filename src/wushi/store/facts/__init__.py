"""Facts: what is counted, without personal data, as Parquet files by district and month of registration."""
