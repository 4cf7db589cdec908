"""The petition office's and the units' pages (信访)."""
