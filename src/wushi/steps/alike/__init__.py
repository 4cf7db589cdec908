"""Same matter again (重复诉求): who comes next to whom among very many messages, and how alike two of them are."""
