"""What an edition is, as plain values: its content, its hash, two of them compared, and the copy on disk.

Pure but for `published`, which reads and writes the snapshot in the city's folder; no tables.
"""
