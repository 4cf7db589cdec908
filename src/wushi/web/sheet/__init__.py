"""The answer sheet (合格答卷): figures of the district in public, each opening to the matters that make it."""
