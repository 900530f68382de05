"""Fronts on the desk: the editor on a picture of the page, publishing, the history."""

from articles.admin.fronts import admin as admin
