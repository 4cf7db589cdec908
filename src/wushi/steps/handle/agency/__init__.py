"""The petition agency (信访代办): the steps of the agent and of whoever visits afterwards."""
