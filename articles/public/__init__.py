"""What readers see. Knows editions, never working copies."""
