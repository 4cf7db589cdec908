"""Spreadsheet (批量导入): files of other systems and of staff, in CSV, Excel, JSON lines or Parquet, through a column map."""
