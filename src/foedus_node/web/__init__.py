"""The pages that a ministry works in, served by its own node to its own people.

They answer on a place of their own, apart from what the other parties' nodes ask
(`foedus_node.exchange`), and never in its process.
"""
