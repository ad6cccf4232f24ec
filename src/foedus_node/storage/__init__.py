"""What a node keeps: the common record in one database, what is ours alone in another."""
