"""Report (报事): who says what, where, and is it new?"""
