// The part of libnuma we use: how many memory nodes there are, which node a range of pages should live on, and which
// node a core belongs to.
#include <numa.h>

// The core that the calling thread runs on. glibc declares it for GNU sources only.
extern int sched_getcpu(void);
