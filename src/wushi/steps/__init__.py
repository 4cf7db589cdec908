"""The five steps: know, report, discuss, handle, evaluate; one use case a file: permission, decision, ledger."""
