"""The picture library on the desk."""

from articles.admin.pictures import admin as admin
