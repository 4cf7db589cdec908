"""The mediator's pages (调解案件): the list of cases, one case with its file, its papers."""
