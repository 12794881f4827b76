"""What formats are carried in: text and XML as streams, rows of tables and workbooks, compressed files; no format of its own."""
