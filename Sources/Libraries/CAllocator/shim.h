#pragma once
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Gives pages that nobody uses back to the system, where the C library keeps them.
static inline void allocator_trim(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
