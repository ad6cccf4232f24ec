"""What templates say in words of the field: dates, parties, rings, states."""
