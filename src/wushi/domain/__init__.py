"""The rules of the district: values in, events or figures out; standard library only."""
