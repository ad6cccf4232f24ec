"""Commands on the record itself: founding, keys, signing, exchange, proof, documents."""
