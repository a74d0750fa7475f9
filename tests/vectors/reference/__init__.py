"""The definitions EdgeAD's kernels must meet, written a second time: whole pictures, exact integers and fractions, no C, no numpy."""
