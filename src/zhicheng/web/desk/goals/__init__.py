"""The desk pages of the work on goals."""
