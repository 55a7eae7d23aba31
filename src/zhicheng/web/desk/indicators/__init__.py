"""Desk pages on editions: the list, one edition with its values, freezing, publishing, comparing."""
