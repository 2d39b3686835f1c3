"""Workbooks as offices keep them: their formats, where their tables lie, and what cells mean."""
