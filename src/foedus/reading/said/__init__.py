"""What is said: who binds whom to what, which papers, which judgements; and what only sounds so."""
