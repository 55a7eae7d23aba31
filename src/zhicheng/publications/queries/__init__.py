"""What others may read of documents and of tables from above: finished rows, never QuerySets."""
