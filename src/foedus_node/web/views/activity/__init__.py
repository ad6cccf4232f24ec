"""One activity: its stages, delegations, papers, history, reports of all sides; and what is ours alone.

What is done from its page stands beside it: a report (`reporting`), one that waits for a key
(`handed`), a paper (`papers`), a note (`noting`). To change its words is the matter of drafts.
"""
