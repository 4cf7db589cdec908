"""The page of the life circle (一刻钟便民生活圈)."""
