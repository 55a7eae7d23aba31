"""Pure decisions of this module over plain values."""
