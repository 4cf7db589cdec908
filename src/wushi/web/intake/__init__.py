"""Taking a demand in for somebody who calls or stands there: typed while they talk, with the proposals beside it."""
