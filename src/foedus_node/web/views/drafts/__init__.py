"""Drafts: what we prepare to change and only we see. Working on it, dropping it, taking it back.

To offer a draft, and so to sign it, is the matter of signing.
"""
