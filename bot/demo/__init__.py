"""`parley demo`: a whole dispute on a Discord of its own, played by typed commands and printed as people saw it."""
