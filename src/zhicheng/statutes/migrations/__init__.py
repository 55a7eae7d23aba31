"""Tables of this module, step by step."""
