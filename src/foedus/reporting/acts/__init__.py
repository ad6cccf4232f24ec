"""An act as a paper to be signed by hand and token, and the verdict on such a paper."""
