"""The duty officer's page: danger that nobody has taken yet, and a banner on every page of the desk."""
