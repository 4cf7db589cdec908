"""Open data and restatements in public: what everybody may take along, and which published figures came out otherwise."""
