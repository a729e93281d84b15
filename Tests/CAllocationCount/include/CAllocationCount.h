#ifndef CALLOCATION_COUNT_H
#define CALLOCATION_COUNT_H

#include <stdbool.h>

// How often the calling thread has asked for memory since it started: malloc, calloc, realloc and the aligned kinds,
// whoever in the process calls them. 0 where it cannot be counted.
unsigned long qtg_allocation_count(void);

// The same over all threads of the process.
unsigned long qtg_allocation_count_of_all_threads(void);

// Whether it is counted: with glibc.
bool qtg_allocations_are_counted(void);

#endif
