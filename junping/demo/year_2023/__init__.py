"""The year 2023 as the town's report tells it, row by row (domain.md, The year 2023)."""
