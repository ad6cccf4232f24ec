"""The cooperation looked at as a whole: how far each thing has come, what is late, what nobody touched."""
