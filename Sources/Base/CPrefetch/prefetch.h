#pragma once

// The one instruction Swift has no spelling for: a hint that a cache line will be read soon. It never faults and changes
// nothing but time. Fetched into the second-level cache, where far more lines can be under way than in the first.
static inline void qtg_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }
