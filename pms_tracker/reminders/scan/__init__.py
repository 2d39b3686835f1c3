"""The daily scan: what is said to whom, told beforehand and afterwards, taken back."""
