"""Tables of the search index; all of it is made from the ledger and the masked words and can be made again.

Matters are taken by their ids in segments of 65,536. A block says in which matters of a segment a piece of words stands; a
segment keeps a column each for moment, unit, place, subject and state, by which hits are ordered and filtered.
"""

from __future__ import annotations

from django.db import models


class Progress(models.Model):
    """How far the index has followed the ledger, and who is writing it until when. PII: none."""

    id = models.IntegerField(primary_key=True)  # always 1
    position = models.BigIntegerField()  # every event up to this one is in the index
    scheme = models.IntegerField()  # which version of the rules of folding made it
    turn = models.BigIntegerField()  # raised by whoever begins to write: the one before then stops
    busy_until = models.BigIntegerField()


class Segment(models.Model):
    """65,536 matters by id: bounds of their moments, and their columns as one packed value. PII: none."""

    segment = models.IntegerField(primary_key=True)
    oldest = models.BigIntegerField()
    newest = models.BigIntegerField()
    digest = models.BinaryField()  # of the columns: a process reads them again only when they have changed
    columns = models.BinaryField()


class Block(models.Model):
    """In which matters of a segment a piece stands. PII: pieces of one or two characters of masked text."""

    pk = models.CompositePrimaryKey("segment", "piece")
    segment = models.IntegerField()
    piece = models.CharField(max_length=8)
    docs = models.BinaryField()


class Code(models.Model):
    """The small number of a code of the pack (unit, place, subject, state) in the columns. PII: none."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=96, unique=True)


class Stale(models.Model):
    """A segment from which words were taken away (a trigger of the table of words tells); it is made again. PII: none."""

    id = models.BigAutoField(primary_key=True)
    segment = models.IntegerField()
