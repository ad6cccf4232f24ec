"""What happens: meetings, visits and exercises, each with its date, its place, its people and its series."""
