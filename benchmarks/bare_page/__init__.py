"""A bare Django page, held against the pages of a node."""
