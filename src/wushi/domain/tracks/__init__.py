"""The facts that a track (办理轨道) adds to a matter, one file a track: what its own events change and nothing else."""
