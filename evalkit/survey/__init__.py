"""Survey exports, one file per format: whatever the survey tool wrote, read as it is."""
