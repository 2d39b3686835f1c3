"""Pages of trainings (教育) beside their registers: questions, tests, sheets, reports, history."""
