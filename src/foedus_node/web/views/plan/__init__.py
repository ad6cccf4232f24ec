"""The plan: its lines as a table, on a strip of months, in a calendar, as a cascade and on a map.

All five show the same choice of lines (`filters`), which stands in the address.
"""
