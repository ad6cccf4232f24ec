"""Administration: who signs in and may do what, keys and addresses, approval, kinds, backups, what was done.

What an office says to the other parties is no part of it: that is signed, on other pages.
"""
