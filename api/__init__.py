"""FastAPI: JSON under /api/v1, and pages for people, rendered on the server, under /."""
