"""The addresses of the lab."""

from django.urls import path

from iamlab.lab.views import (
    answer,
    checks,
    completion,
    findings,
    matrix,
    page,
    pickers,
    policies,
    repairs,
    share,
    versions,
    words,
)
from iamlab.lab.views.home import home

app_name = "lab"

urlpatterns = [
    # ---------- Start page ----------
    path("", home, name="home"),
    # ---------- The lab: questions and answers ----------
    path("lab/", page.show_lab, name="lab"),
    path("lab/answer/", answer.answer, name="answer"),
    path("lab/principals/", pickers.principals, name="principals"),
    path("lab/actions/", pickers.actions, name="actions"),
    path("lab/resources/", pickers.resources, name="resources"),
    path("lab/tree/", pickers.tree_section, name="tree"),
    path("lab/context/", pickers.context, name="context"),
    path("lab/repairs/", repairs.repairs, name="repairs"),
    path("lab/share/", share.share, name="share"),
    path("lab/q/<str:token>/", share.show_shared, name="shared"),
    path("lab/q/<str:token>/continue/", share.continue_shared, name="continue_shared"),
    # ---------- The lab: policies ----------
    path("lab/policy/", policies.show_policy, name="policy"),
    path("lab/policy/check/", findings.check_policy, name="policy_check"),
    path("lab/policy/repair/", findings.repair_policy, name="policy_repair"),
    path("lab/policy/complete/", completion.complete_policy, name="policy_complete"),
    path("lab/policy/hover/", completion.hover_policy, name="policy_hover"),
    path("lab/policy/words/", words.policy_words, name="policy_words"),
    path("lab/policy/save/", policies.save, name="policy_save"),
    path("lab/policy/versions/", versions.list_versions, name="policy_versions"),
    path("lab/policy/compare/", versions.compare, name="policy_compare"),
    path("lab/policy/restore/", versions.restore, name="policy_restore"),
    path("lab/policy/restore-start/", versions.restore_to_start, name="policy_restore_start"),
    path("lab/policy/start-over/", versions.start_over, name="policy_start_over"),
    # ---------- Policy checks ----------
    path("check/", checks.check_page, name="check_page"),
    path("checks/", checks.list_checks, name="checks"),
    path("checks/<slug:slug>/", checks.show_check, name="check"),
    # ---------- Who can: the matrix ----------
    path("who-can/", matrix.matrix, name="who_can"),
    path("who-can/cell/", matrix.cell, name="who_can_cell"),
]
