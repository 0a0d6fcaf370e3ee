"""The addresses of the lab."""

from django.urls import path

from iamlab.lab.views.home import home

app_name = "lab"

urlpatterns = [
    # ---------- Start page ----------
    path("", home, name="home"),
    # ---------- The lab: questions and answers ----------
    # ---------- The lab: policies ----------
    # ---------- Who can: the matrix ----------
]
