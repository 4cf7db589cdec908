"""Reading packs: files of the law and the district in, one wushi.domain.policy.Policy out; a bad pack stops the start."""
