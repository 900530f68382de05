"""What shared caches are told to forget when a picture changes."""


def tag_of(picture: int) -> str:
    """The tag of every answer that shows the picture of this number, in `Cache-Tag`."""
    return f"picture-{picture}"
