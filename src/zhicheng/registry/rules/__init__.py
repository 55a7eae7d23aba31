"""Pure decisions of the registry, over plain values."""
