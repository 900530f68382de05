"""`manage.py make_renditions`: the sizes of pictures that pages ask for, made before they ask."""

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from images.models import Image
from images.renditions import make_common
from images.specs import FORMATS, SPECS

FOR_ONE = 60.0  # seconds that a picture may take: nobody waits for it


class Command(BaseCommand):
    help = "Make the common renditions of all pictures that may be shown, where they are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        common = sorted(spec.name for spec in SPECS.values() if spec.common)
        parser.add_argument("--specs", nargs="+", choices=common, default=common)
        parser.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
        parser.add_argument(
            "--gently", action="store_true", help="one at a time, and only when nothing else runs"
        )

    def handle(
        self,
        *_args: Any,
        specs: Sequence[str],
        formats: Sequence[str],
        gently: bool,
        verbosity: int,
        **_options: Any,
    ) -> None:
        if gently:
            os.nice(19)
        images = Image.objects.usable(at=timezone.now()).with_file().order_by("-uploaded_at", "-pk")

        def make(image: Image) -> int:
            try:
                return make_common(image, seconds=FOR_ONE, specs=specs, formats=formats)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1 if gently else settings.PICTURE_RENDERS) as threads:
            made = sum(threads.map(make, images))
        if verbosity:
            self.stdout.write(f"There are {made} renditions.")
