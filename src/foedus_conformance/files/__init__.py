"""Level 1: files and the verdicts they must get, room by room of the format's page."""
