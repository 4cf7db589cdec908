"""What is public: every open record with the place at which it last changed."""
