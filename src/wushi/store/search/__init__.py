"""The search index: which pieces of words stand in which matters, in blocks that both engines keep alike."""
