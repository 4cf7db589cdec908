"""Evaluate (评事): is it solved, is the resident content, what does it teach us?"""
