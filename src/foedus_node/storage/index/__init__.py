"""What pages list, filter and search: rows that follow from the record and from what is ours alone.

Nothing is known here that is not known elsewhere: every row can be made anew
(`foedus_node.desk.indexing`). It lies in the private database, because some of it is ours alone.
"""
