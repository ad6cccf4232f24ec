"""One story told by several documents, and where they disagree."""
