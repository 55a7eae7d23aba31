"""What others may do with documents and with tables from above."""
