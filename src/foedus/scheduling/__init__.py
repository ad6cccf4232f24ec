"""The year's dates: which days a party's offices are closed."""
