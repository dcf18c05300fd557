"""The living present: open records in every state and light, and a few that have ended, told in days before today."""
