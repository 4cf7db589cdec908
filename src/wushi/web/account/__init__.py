"""Sign-in, sign-out, and the post in which an account acts."""
