// The part of libnuma we use: how many memory nodes there are, which node a range of pages should live on, and which
// node a core belongs to. Beside it what else the C library knows about memory and cores and Swift cannot see.
#include <numa.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

// The core that the calling thread runs on. glibc declares it for GNU sources only.
extern int sched_getcpu(void);

// Gives memory that was freed back to the kernel, where the C library can.
static inline void qtg_give_back_freed_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
