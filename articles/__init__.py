"""The domain: stories, their parts, and how they reach readers."""
