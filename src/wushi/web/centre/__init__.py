"""The mediation centre's rooms and people: the board of a day, the calendar of a week, the roster with its holes."""
