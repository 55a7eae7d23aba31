"""The made-up city 演示市: told by seeded calls of the same actions that people use, and marked as made-up wherever it shows."""
