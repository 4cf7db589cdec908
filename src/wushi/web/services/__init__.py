"""What a resident can apply for: the catalogue, one item, what the promises save."""
