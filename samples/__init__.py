"""The room that makes sample scans: letters composed, set on pages, degraded and written with their truth."""
