"""What others may read of indicators: `editions` (heads, contents, drift), `preview` (what an edition would hold)."""
