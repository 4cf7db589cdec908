"""Tables of the monitors. A value is told apart by device, command, moment and factor, so that what is sent again is there once."""

from __future__ import annotations

from django.db import models


class Device(models.Model):
    """A device that may send (MN): its password as a digest, its key of SM4 sealed. PII: none."""

    id = models.AutoField(primary_key=True)
    mn = models.CharField(max_length=24, unique=True)
    password = models.CharField(max_length=64)
    key = models.BinaryField(default=b"")
    allowed = models.BooleanField(default=True)


class Value(models.Model):
    """What a device said of one factor in one period; numbers in the units of the device. PII: none."""

    pk = models.CompositePrimaryKey("device", "cn", "at", "factor")
    device = models.IntegerField()
    cn = models.SmallIntegerField()
    at = models.BigIntegerField()
    factor = models.CharField(max_length=24)
    rtd = models.FloatField(null=True)
    avg = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    cou = models.FloatField(null=True)
    zs = models.FloatField(null=True)  # converted (折算): ZsAvg, or ZsRtd of what is real-time
    flag = models.CharField(max_length=1)
    received = models.BigIntegerField()
    resent = models.BooleanField()


class Notice(models.Model):
    """A message without values, such as the moment at which a device was switched on. PII: none."""

    pk = models.CompositePrimaryKey("device", "cn", "at")
    device = models.IntegerField()
    cn = models.SmallIntegerField()
    at = models.BigIntegerField()
    text = models.CharField(max_length=1024)
    received = models.BigIntegerField()


class Watch(models.Model):
    """How far an outlet was looked at (factor blank), and what is known of each of its factors. PII: none."""

    pk = models.CompositePrimaryKey("outlet", "factor")
    outlet = models.CharField(max_length=48)
    factor = models.CharField(max_length=24)
    last = models.BigIntegerField()
    state = models.TextField()
    number = models.CharField(max_length=32)
