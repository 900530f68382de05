"""English as newspapers in Europe write it."""
