"""Addresses of renditions. Everything below their folder is answered here, and nowhere else."""

from django.urls import re_path

from images.serving import serve

urlpatterns = [re_path("", serve)]  # whatever follows
