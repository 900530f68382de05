"""The picture library: files that are safe, what is known of them, and what is made of them."""
