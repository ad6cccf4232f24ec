"""A bare Django page over the same activities, and a barer one: what the pages of a node are held against."""
