"""Reading a communiqué: from a text to proposals, each with the exact words that state it.

A text becomes a `document`, the `people` who may be taken as known a gazetteer; `propose` reads, and what
it finds are `facts`. Nothing is loaded here: who only folds a word needs no lexicon.
"""
