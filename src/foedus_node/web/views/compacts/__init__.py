"""The compacts of a node: which there are, beginning one, joining one that another party begins.

These pages belong to no compact, so what counts on them is held in every compact. To make a charter or
to sign one first our root must certify our keys; where it lies with officials, what they signed is
handed in here.
"""
