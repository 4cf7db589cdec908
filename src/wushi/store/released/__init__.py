"""Released texts: the words that a person has released to the public."""
