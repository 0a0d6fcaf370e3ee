"""What the top bar of every page needs to lead to an account and back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

WAY_BACK_LIMIT = (
    2000  # characters of an address; it stands in another one, whose length has a limit
)


def way_back(request: HttpRequest) -> dict[str, str]:
    """Return `way_back`: the query that brings a person from sign-up to this page, or "".

    A page that came from a form cannot be asked for again, so nothing leads back to it.
    """
    address = _address(request)
    return {"way_back": f"?{urlencode({'next': address})}" if address else ""}


def _address(request: HttpRequest) -> str:
    if request.path.startswith("/account/"):
        address = request.POST.get("next") or request.GET.get("next") or ""
    elif request.method == "GET":
        whole = request.get_full_path()
        address = whole if len(whole) <= WAY_BACK_LIMIT else request.path
    else:
        address = ""
    return address if len(address) <= WAY_BACK_LIMIT else ""
