// The part of libnuma we use: how many memory nodes there are, which node a range of pages should live on, and which
// node a core belongs to. Beside it what else the C library knows about memory and cores and Swift cannot see.
#include <numa.h>
#include <sys/syscall.h>
#include <unistd.h>

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

// The kernel's number of the calling thread.
static inline int qtg_thread_number(void) { return (int)syscall(SYS_gettid); }

// Lets a thread of this process run on the cores that the calling thread may use, but for one. Returns 0, or -1 if the
// kernel refuses: there is no other core, the thread has ended, or there are more than 8,192 cores.
static inline int qtg_keep_thread_off_core(int thread, int core) {
  enum { bits = 8 * sizeof(unsigned long), words = 8192 / bits };
  unsigned long cores[words] = {0};
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof cores, cores);
  if (bytes <= 0 || core < 0 || core >= 8 * bytes) return -1;
  cores[core / bits] &= ~(1UL << core % bits);
  return (int)syscall(SYS_sched_setaffinity, thread, bytes, cores);
}
