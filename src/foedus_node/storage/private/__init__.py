"""What is ours alone: documents read, proposals, what we hold true, drafts. It never leaves the node."""
