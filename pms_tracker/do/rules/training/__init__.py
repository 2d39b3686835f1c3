"""Rules of trainings (教育), pure: whom they are for, questions and marks, what is counted."""
