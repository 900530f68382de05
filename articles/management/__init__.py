"""What one does with the site from a terminal."""
