"""A shop: products, a basket, a checkout."""

import re

import django
import pytest
import requests


@pytest.mark.uses("django", "django-oscar")
def test_oscar_brings_products_a_basket_a_checkout_without_payment_and_a_dashboard_to_a_django_project(project):
    project.replace("mysite/settings.py", "MIDDLEWARE = [", """\
from oscar.defaults import *

INSTALLED_APPS += [
    'django.contrib.sites', 'django.contrib.flatpages', 'oscar.config.Shop',
    *(f'oscar.apps.{app}.apps.{name}Config' for app, name in (
        ('analytics', 'Analytics'), ('checkout', 'Checkout'), ('address', 'Address'), ('shipping', 'Shipping'),
        ('catalogue', 'Catalogue'), ('catalogue.reviews', 'CatalogueReviews'),
        ('communication', 'Communication'), ('partner', 'Partner'), ('basket', 'Basket'),
        ('payment', 'Payment'), ('offer', 'Offer'), ('order', 'Order'), ('customer', 'Customer'),
        ('search', 'Search'), ('voucher', 'Voucher'), ('wishlists', 'Wishlists'), ('dashboard', 'Dashboard'),
        *((f'dashboard.{part}', f'{part.title()}Dashboard') for part in (
            'reports', 'users', 'orders', 'catalogue', 'offers', 'partners', 'pages', 'ranges', 'reviews',
            'vouchers', 'communications', 'shipping',
        )),
    )),
    'sorl.thumbnail', 'widget_tweaks', 'haystack', 'treebeard', 'django_tables2',
]
SITE_ID = 1
OSCAR_DEFAULT_CURRENCY = 'EUR'
HAYSTACK_CONNECTIONS = {'default': {'ENGINE': 'haystack.backends.simple_backend.SimpleEngine'}}
MIDDLEWARE = [""")
    project.replace("mysite/settings.py", "ROOT_URLCONF", """\
MIDDLEWARE += ['oscar.apps.basket.middleware.BasketMiddleware']
ROOT_URLCONF""")
    project.replace("mysite/settings.py", "'context_processors': [", """'context_processors': [
                'oscar.apps.search.context_processors.search_form',
                'oscar.apps.checkout.context_processors.checkout',
                'oscar.apps.communication.notifications.context_processors.notifications',
                'oscar.core.context_processors.metadata',""")
    if django.VERSION < (6, 1):  # whose mails else want a server; a newer project prints them
        project.replace("mysite/settings.py", "ROOT_URLCONF", """\
EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'
ROOT_URLCONF""")
    project.write("mysite/urls.py", """
        from django.apps import apps
        from django.urls import include, path

        shop = include(apps.get_app_config("oscar").urls[0])
        urlpatterns = [path("i18n/", include("django.conf.urls.i18n")), path("", shop)]
    """)
    project.write("stock.py", """
        from django.contrib.auth.models import User
        from oscar.apps.address.models import Country
        from oscar.apps.catalogue.models import Product, ProductClass
        from oscar.apps.partner.models import Partner, StockRecord

        books = ProductClass.objects.create(name="Book", track_stock=False)
        dune = Product.objects.create(title="Dune", product_class=books)
        ours = Partner.objects.create(name="us")
        StockRecord.objects.create(product=dune, partner=ours, partner_sku="1", price=9, price_currency="EUR")
        Country.objects.create(iso_3166_1_a2="DE", printable_name="Germany", is_shipping_country=True)
        User.objects.create_superuser("ann@example.com", password="correct horse")
        print(dune.get_absolute_url())
    """)
    project.run("manage.py", "migrate")
    page = project.run("manage.py", "shell", "-c", "import stock").stdout.splitlines()[-1]
    with project.serving("manage.py runserver --noreload {port}") as url:
        visitor = requests.Session()
        assert "<h1>Dune</h1>" in visitor.get(url + page).text
        form = {"quantity": 2, "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
        basket = visitor.post(f"{url}/basket/add/1/", form, headers={"Referer": url + page}, allow_redirects=False)
        assert basket.status_code == 302
        assert re.search("18.00", visitor.get(f"{url}/basket/").text)
        assert visitor.get(f"{url}/dashboard/catalogue/").url.startswith(f"{url}/dashboard/login/")
        assert visitor.get(f"{url}/checkout/").url == f"{url}/accounts/login/?next=/checkout/"
        form = {"login-username": "ann@example.com", "login-password": "correct horse", "login_submit": "Log In",
                "login-redirect_url": "/checkout/", "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
        checkout = visitor.post(f"{url}/accounts/login/", form, headers={"Referer": url + page})
        assert checkout.url == f"{url}/checkout/shipping-address/"
        form = {"first_name": "Ann", "last_name": "Lee", "line1": "High Street 1", "line4": "Town", "postcode": "10115",
                "country": "DE", "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
        assert visitor.post(checkout.url, form, headers={"Referer": url + page}).url == f"{url}/checkout/payment-details/"
        form = {"action": "place_order", "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
        ordered = visitor.post(f"{url}/checkout/preview/", form, headers={"Referer": url + page})
        assert ordered.url == f"{url}/checkout/thank-you/" and "Dune" in ordered.text
        assert "Dune" in visitor.get(f"{url}/dashboard/catalogue/").text
    paid = "from oscar.apps.order.models import Order; order = Order.objects.get(); print(order.total_incl_tax, order.sources.count())"
    assert project.run("manage.py", "shell", "-c", paid).stdout.endswith("18.00 0\n")
