"""What others may do with indicators: `editions` (freeze, publish, withdraw), `snapshots` (the copy on disk)."""
