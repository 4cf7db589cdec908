"""What came when, of what and where, as bursts and repeated places are read from it; and the alarms of bursts with their judgements."""
