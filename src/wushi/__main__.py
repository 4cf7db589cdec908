"""python -m wushi: the command line."""

from wushi.site.cli import main

main()
