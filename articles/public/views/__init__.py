"""Readers' views, by what they show."""
