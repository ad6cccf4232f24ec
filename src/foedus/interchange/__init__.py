"""A plan in other people's forms, in and out: spreadsheets, calendars, maps."""
