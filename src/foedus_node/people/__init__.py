"""The people who work on a node: who they are, how they sign in, what each may do and why.

They are this ministry's own affair: no party ever sees them. Who holds which office in the
cooperation is another matter (`foedus.cooperation.office`).
"""
