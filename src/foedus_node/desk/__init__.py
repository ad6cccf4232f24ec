"""What an officer does between what is ours alone and what is common: accept, draft, offer, look."""
