"""What one does with the picture library from a terminal."""
