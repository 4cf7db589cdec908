"""Discuss (议事): whose is it, and who must help?"""
