"""The registers: units of the tree with the small numbers under which the ledger's columns know them."""
