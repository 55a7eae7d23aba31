"""Desk pages of the registry: organisations, regions, people with their posts, the leading group."""
