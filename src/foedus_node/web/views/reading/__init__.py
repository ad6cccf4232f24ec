"""The reading room: a document beside what the reader proposes from it, and what an officer makes of that.

All of it is ours alone. Documents come in by `arriving`, are shown by `room` and settled by `deciding`.
"""
