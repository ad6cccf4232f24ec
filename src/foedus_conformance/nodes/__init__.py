"""Level 2: what a node of one party must do and refuse, while the suite plays the other party."""
