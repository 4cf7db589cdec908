"""Working together (联动): rise, whistle, group, meeting, tasks of co-handlers."""
