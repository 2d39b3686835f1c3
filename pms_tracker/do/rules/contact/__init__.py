"""Rules of what persons ask of the company (開示等の請求, 苦情・相談), pure: kinds, days, texts."""
