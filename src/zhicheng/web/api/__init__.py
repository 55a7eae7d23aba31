"""`/api/v1/`: what is public as JSON, and reporting by a person's own programs. Described by `openapi.json`."""
