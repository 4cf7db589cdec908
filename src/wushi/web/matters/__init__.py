"""One matter as staff see it: what was said, what happened, what may be done next; shared by all faces of staff."""
