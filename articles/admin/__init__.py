"""The desk: the admin, arranged for journalists.

Nothing is imported here: importing the site (site.py) must not register anything with it yet.
"""
