from django.shortcuts import get_object_or_404
from ninja import Field, NinjaAPI, Schema, Status

from .models import Book

api = NinjaAPI(title="Books")


class BookIn(Schema):
    title: str = Field(min_length=1, max_length=80)
    price: float = Field(ge=0)


class BookOut(BookIn):
    id: int


@api.get("/books", response=list[BookOut])
def index(request):
    return Book.objects.order_by("id")


@api.post("/books", response={201: BookOut})
def create(request, data: BookIn):
    return Status(201, Book.objects.create(**data.dict()))


@api.get("/books/{book_id}", response=BookOut)
def show(request, book_id: int):
    return get_object_or_404(Book, id=book_id)


@api.put("/books/{book_id}", response=BookOut)
def update(request, book_id: int, data: BookIn):
    book = get_object_or_404(Book, id=book_id)
    for name, value in data.dict().items():
        setattr(book, name, value)
    book.save()
    return book


@api.delete("/books/{book_id}", response={204: None})
def delete(request, book_id: int):
    get_object_or_404(Book, id=book_id).delete()
    return Status(204, None)
