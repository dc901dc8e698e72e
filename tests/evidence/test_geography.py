"""Places on a map, and which are near."""

import pytest


@pytest.mark.uses("flask", "flask-sqlalchemy", "geoalchemy2")
def test_geoalchemy2_makes_geography_columns_and_postgis_queries_of_flask_sqlalchemy_models(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from geoalchemy2 import Geography, WKTElement
        from sqlalchemy.dialects import postgresql
        from sqlalchemy.schema import CreateTable

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Shop(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            place = db.Column(Geography("POINT", srid=4326))

        def sql(statement):
            return str(statement.compile(dialect=postgresql.dialect()))

        print(" ".join(sql(CreateTable(Shop.__table__)).split()))
        near = db.select(Shop.id).where(Shop.place.ST_DWithin(WKTElement("POINT(13.4 52.5)", srid=4326), 1000))
        print(sql(near).partition("WHERE ")[2])
    """)
    table, condition = folder.run("app.py").stdout.splitlines()
    assert "place geography(POINT,4326)" in table
    assert condition.startswith("ST_DWithin(shop.place, ST_GeomFromText(")


@pytest.mark.uses("fastapi", "sqlmodel", "geoalchemy2", "httpx")
def test_geoalchemy2_makes_geography_columns_and_postgis_queries_of_sqlmodels_models(folder):
    folder.write("app.py", """
        from typing import Any

        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from geoalchemy2 import Geography, WKTElement
        from sqlalchemy.dialects import postgresql
        from sqlalchemy.schema import CreateTable
        from sqlmodel import Field, SQLModel, select

        app = FastAPI()

        class Shop(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            place: Any = Field(sa_type=Geography("POINT", srid=4326))

        def sql(statement):
            return str(statement.compile(dialect=postgresql.dialect()))

        @app.get("/near")
        def near(longitude: float, latitude: float) -> str:
            here = WKTElement(f"POINT({longitude} {latitude})", srid=4326)
            return sql(select(Shop.id).where(Shop.place.ST_DWithin(here, 1000)))

        print(" ".join(sql(CreateTable(Shop.__table__)).split()))
        print(TestClient(app).get("/near?longitude=13.4&latitude=52.5").json().partition("WHERE ")[2])
    """)
    table, condition = folder.run("app.py").stdout.splitlines()
    assert "place geography(POINT,4326)" in table
    assert condition.startswith("ST_DWithin(shop.place, ST_GeomFromText(")
