"""The addresses of the lab."""

from django.urls import path

from iamlab.lab.views.home import home

app_name = "lab"

urlpatterns = [
    path("", home, name="home"),
]
