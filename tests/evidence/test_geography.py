"""Places on a map, and which are near."""

import pytest


def told_of_three_databases(output: str) -> None:
    """A column of geometry in PostGIS and in MySQL, and a query for PostGIS, SpatiaLite and MySQL, each in its own words."""
    in_postgis, of_postgis, _, of_spatialite, in_mysql, of_mysql = output.splitlines()
    assert "place geometry(POINT,4326)" in in_postgis and "place POINT NOT NULL SRID 4326" in in_mysql
    near = "AS place FROM shop WHERE ST_Distance(shop.place, ST_GeomFromText("
    assert of_postgis.startswith(f"SELECT ST_AsEWKB(shop.place) {near}%(")
    assert of_spatialite.startswith(f"SELECT AsEWKB(shop.place) {near}?")
    assert of_mysql.startswith(f"SELECT ST_AsBinary(shop.place) {near}%s")


@pytest.mark.uses("flask", "flask-sqlalchemy", "geoalchemy2")
def test_geoalchemy2_makes_geometry_columns_and_queries_for_postgis_spatialite_and_mysql_of_flask_sqlalchemy_models(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from geoalchemy2 import Geometry, WKTElement
        from sqlalchemy.dialects import mysql, postgresql, sqlite
        from sqlalchemy.schema import CreateTable

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Shop(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            place = db.Column(Geometry("POINT", srid=4326))

        here = WKTElement("POINT(13.4 52.5)", srid=4326)
        near = db.select(Shop.place).where(Shop.place.ST_Distance(here) < 1)
        for database in (postgresql, sqlite, mysql):
            for statement in (CreateTable(Shop.__table__), near):
                print(*str(statement.compile(dialect=database.dialect())).split())
    """)
    told_of_three_databases(folder.run("app.py").stdout)


@pytest.mark.uses("fastapi", "sqlmodel", "geoalchemy2", "httpx")
def test_geoalchemy2_makes_geometry_columns_and_queries_for_postgis_spatialite_and_mysql_of_sqlmodels_models(folder):
    folder.write("app.py", """
        from typing import Any

        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from geoalchemy2 import Geometry, WKTElement
        from sqlalchemy.dialects import mysql, postgresql, sqlite
        from sqlalchemy.schema import CreateTable
        from sqlmodel import Field, SQLModel, select

        app = FastAPI()

        class Shop(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            place: Any = Field(sa_type=Geometry("POINT", srid=4326))

        @app.get("/near")
        def near(longitude: float, latitude: float) -> list[str]:
            here = WKTElement(f"POINT({longitude} {latitude})", srid=4326)
            query = select(Shop.place).where(Shop.place.ST_Distance(here) < 1)
            return [
                " ".join(str(statement.compile(dialect=database.dialect())).split())
                for database in (postgresql, sqlite, mysql)
                for statement in (CreateTable(Shop.__table__), query)
            ]

        print(*TestClient(app).get("/near?longitude=13.4&latitude=52.5").json(), sep="\\n")
    """)
    told_of_three_databases(folder.run("app.py").stdout)
