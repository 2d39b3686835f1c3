"""Act: corrective action cases, from cause to an effect seen by somebody else."""
