"""Pages on which a person looks through a text and releases it to the public."""
