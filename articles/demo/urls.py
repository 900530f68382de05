"""Addresses that exist in the demo alone."""

from django.urls import path

from articles.demo.views import continue_as

urlpatterns = [path("continue-as/", continue_as, name="continue_as")]
