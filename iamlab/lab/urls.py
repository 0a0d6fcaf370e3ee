"""The addresses of the lab."""

from django.urls import path

from iamlab.lab.views import policies, versions
from iamlab.lab.views.home import home

app_name = "lab"

urlpatterns = [
    # ---------- Start page ----------
    path("", home, name="home"),
    # ---------- The lab: questions and answers ----------
    # ---------- The lab: policies ----------
    path("lab/policy/", policies.show_policy, name="policy"),
    path("lab/policy/check/", policies.check_policy, name="policy_check"),
    path("lab/policy/save/", policies.save, name="policy_save"),
    path("lab/policy/versions/", versions.list_versions, name="policy_versions"),
    path("lab/policy/compare/", versions.compare, name="policy_compare"),
    path("lab/policy/restore/", versions.restore, name="policy_restore"),
    path("lab/policy/restore-start/", versions.restore_to_start, name="policy_restore_start"),
    path("lab/policy/start-over/", versions.start_over, name="policy_start_over"),
    # ---------- Who can: the matrix ----------
]
