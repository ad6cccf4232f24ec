"""Sending and taking in a compact's record. It knows the common record only: nothing private."""
