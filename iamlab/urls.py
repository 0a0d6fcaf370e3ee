"""Every address of the site."""

from django.urls import include, path

from iamlab.site.views import health

urlpatterns = [
    path("healthz", health, name="healthz"),
    path("account/", include("iamlab.accounts.urls")),
    path("", include("lessons.urls")),
    path("", include("iamlab.lab.urls")),
]

handler400 = "iamlab.site.errors.bad_request"
handler403 = "iamlab.site.errors.permission_denied"
handler404 = "iamlab.site.errors.page_not_found"
handler429 = "iamlab.site.errors.too_many_requests"  # allauth asks for it
handler500 = "iamlab.site.errors.server_error"
