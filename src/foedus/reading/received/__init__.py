"""What was received: from bytes in any form to documents, each with its text, its language and its date."""
