"""The vault: who asked and how to reach them, encrypted; every read of it leaves a trace."""
