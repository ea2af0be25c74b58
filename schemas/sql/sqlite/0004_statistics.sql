-- Reports count the cases themselves: nothing is kept up with every step for them any more.
DROP TABLE case_counts;
