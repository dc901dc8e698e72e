from django.core.validators import MinValueValidator
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=80)
    price = models.FloatField(validators=[MinValueValidator(0)])
