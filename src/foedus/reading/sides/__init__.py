"""Whose side: the parties to a text, what stands for them, and who belongs to which."""
