"""12345 desk: the queue by what burns, and taking a demand in while the caller talks."""
