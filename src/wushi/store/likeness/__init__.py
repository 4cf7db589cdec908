"""Likeness (疑似同一): which matters the machine holds to be the same as which; made from the ledger and can be made again."""
