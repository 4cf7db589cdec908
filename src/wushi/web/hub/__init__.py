"""The hub's pages: the inventory of all disputes, and a matter's group with its tasks and meetings."""
