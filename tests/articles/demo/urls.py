"""The addresses as the demo has them."""

from django.urls import include, path

from newsroom.urls import *  # noqa: F403
from newsroom.urls import urlpatterns as of_the_site

urlpatterns = [path("demo/", include("articles.demo.urls")), *of_the_site]
