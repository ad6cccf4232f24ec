"""The keys of a party as they lie: in files, in tokens, with officials far away; nothing here signs a log."""
