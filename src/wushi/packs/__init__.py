"""Reading packs: files in, one policy out; a bad pack stops the start."""
