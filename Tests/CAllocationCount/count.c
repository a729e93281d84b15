// Counts allocations by standing in front of glibc's functions: a program's own definitions are the ones that every
// library in the process finds, Swift's runtime included. Only test programs are linked with it.

#include "CAllocationCount.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#ifdef __GLIBC__

static _Thread_local unsigned long count;
static atomic_ulong total;

static void note(void) {
  count += 1;
  atomic_fetch_add_explicit(&total, 1, memory_order_relaxed);
}

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t bytes) {
  note();
  return __libc_malloc(bytes);
}

void *calloc(size_t items, size_t bytes) {
  note();
  return __libc_calloc(items, bytes);
}

void *realloc(void *memory, size_t bytes) {
  note();
  return __libc_realloc(memory, bytes);
}

void *memalign(size_t alignment, size_t bytes) {
  note();
  return __libc_memalign(alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  note();
  return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  note();
  void *found = __libc_memalign(alignment, bytes);
  if (found == NULL) return ENOMEM;
  *memory = found;
  return 0;
}

unsigned long qtg_allocation_count(void) { return count; }
unsigned long qtg_allocation_count_of_all_threads(void) {
  return atomic_load_explicit(&total, memory_order_relaxed);
}
bool qtg_allocations_are_counted(void) { return true; }

#else

unsigned long qtg_allocation_count(void) { return 0; }
unsigned long qtg_allocation_count_of_all_threads(void) { return 0; }
bool qtg_allocations_are_counted(void) { return false; }

#endif
