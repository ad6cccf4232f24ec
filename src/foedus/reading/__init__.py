"""Reading a communiqué: from a text to proposals, each with the exact words that state it.

What was `received` becomes documents; a `page` lays one out by the words of its language (`lexicon`), its
`dates` and `who` is named. On it are sought whose `sides` act, what is `said`, and the `occasions` told of;
`propose` reads it all, and what it finds are `facts`, each as sure as `sureness` says. Nothing is loaded
here: who only folds a word needs no lexicon.
"""
