"""wushi (五事): hear every demand, hand it to the one unit that must act, keep the clock, ask, publish."""

__version__ = "0.1.0"
