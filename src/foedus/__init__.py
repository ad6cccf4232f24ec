"""Foedus: a cooperation plan between ministries, from the leaders' words to the result.

The package `foedus` is the cooperation itself. It is pure: no clock, no network,
no database. The house a ministry runs is `foedus_node`.
"""
