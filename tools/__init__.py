"""Tools for those who change the code; the running system does not need them."""
