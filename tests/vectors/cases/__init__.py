"""What is tested: every module lists the cases of one vector file."""
