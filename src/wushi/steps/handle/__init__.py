"""Handle (办事): what is done, until when?"""
