"""Know (知事): what is going on before anyone complains."""
