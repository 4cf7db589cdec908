"""Official papers (文书) for printing: one description of a paper, a Word file and a PDF of it."""
