"""The pages about one's own account: what it is, its address, its end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from iamlab.accounts.forms import DeleteForm, EmailForm
from iamlab.accounts.services.addresses import change_email
from iamlab.accounts.services.belongings import delete_account, list_belongings


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the account, and what can be done to it."""
    return render(request, "account/overview.html", {"belongings": list_belongings(_user(request))})


@never_cache
@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Change or remove the address for resets, given the password."""
    user = _user(request)
    if not user.has_usable_password():
        return HttpResponseRedirect(reverse("account_set_password"))
    form = EmailForm(user, request.POST or None, initial={"email": user.email})
    if not form.is_valid():
        return render(request, "account/email.html", {"form": form})
    address = form.cleaned_data["email"]
    change_email(user, address)
    said = f"Your e-mail address is now {address}." if address else "No e-mail address is kept."
    messages.success(request, said)
    return HttpResponseRedirect(reverse("account_overview"))


@never_cache
@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account with all that is in it, given the password; say before what that is."""
    user = _user(request)
    if not user.has_usable_password():
        return HttpResponseRedirect(reverse("account_set_password"))
    form = DeleteForm(user, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "belongings": list_belongings(user)}
        return render(request, "account/delete.html", context)
    logout(request)
    delete_account(user)
    return HttpResponseRedirect(reverse("account_deleted"))


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that an account is gone."""
    return render(request, "account/deleted.html")


def _user(request: HttpRequest) -> User:
    """Return the person behind a page that asks for a sign-in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
