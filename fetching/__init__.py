"""The one way to fetch something from an address that somebody gave us.

Such an address may lead into our own network, answer with a gigabyte or never end. `fetch` asks
only what is public, at the very address that was checked, and gives up after five seconds.
"""

from fetching.client import PUBLIC, Fetched, Policy, Unfetchable, fetch

__all__ = ["PUBLIC", "Fetched", "Policy", "Unfetchable", "fetch"]
