"""Several customers in one program, whose data must not mix."""

import pytest


@pytest.mark.uses("django", "django-scopes")
def test_django_scopes_keeps_customers_apart_and_refuses_a_query_that_names_none(project):
    project.write("shop/models.py", """
        from django.db import models
        from django_scopes import ScopedManager

        class Customer(models.Model):
            name = models.CharField(max_length=80)

        class Book(models.Model):
            customer = models.ForeignKey(Customer, models.CASCADE)
            title = models.CharField(max_length=80)
            objects = ScopedManager(customer="customer")
    """)
    project.write("try_it.py", """
        from django.core.management import call_command
        from django_scopes import ScopeError, scope
        from shop.models import Book, Customer

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", "shop", verbosity=0)
        for name, title in {"ann": "Dune", "bob": "Emma"}.items():
            customer = Customer.objects.create(name=name)
            with scope(customer=customer):
                Book.objects.create(customer=customer, title=title)
                print([book.title for book in Book.objects.all()])
        try:
            Book.objects.count()
        except ScopeError as error:
            print(error)
    """)
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()[-3:] == [
        "['Dune']", "['Emma']", "A scope on dimension(s) customer needs to be active for this query.",
    ]


@pytest.mark.uses("flask", "flask-sqlalchemy", "sqlalchemy")
def test_in_flask_one_hook_of_sqlalchemys_keeps_customers_apart_once_it_is_written(folder):
    folder.write("app.py", """
        from flask import Flask, g
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy import event
        from sqlalchemy.orm import with_loader_criteria

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            customer = db.Column(db.String(80))
            title = db.Column(db.String(80))

        def books():
            return [book.title for book in db.session.scalars(db.select(Book))]

        with app.app_context():
            db.create_all()
            db.session.add_all([Book(customer="ann", title="Dune"), Book(customer="bob", title="Emma")])
            db.session.commit()
            print(books())

            @event.listens_for(db.session, "do_orm_execute")
            def only_theirs(query):
                mine = g.customer
                query.statement = query.statement.options(
                    with_loader_criteria(Book, lambda book: book.customer == mine))

            for g.customer in ("ann", "bob"):
                print(books())
            del g.customer
            books()
    """)
    ran = folder.run("app.py", check=False)
    assert ran.stdout == "['Dune', 'Emma']\n['Dune']\n['Emma']\n"
    assert "AttributeError: customer" in ran.stderr
