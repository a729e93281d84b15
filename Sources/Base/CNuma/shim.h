// The part of libnuma we use: how many memory nodes there are, and which node a range of pages should live on.
#include <numa.h>
