"""The top of the house: settings, addresses, roles and the tables that tie the modules together."""
