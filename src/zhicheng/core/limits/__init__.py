"""How often something may be asked: counted in the database, so that all workers share one limit."""
