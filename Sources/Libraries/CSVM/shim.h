#pragma once
// Debian keeps the header in a folder of its own; Homebrew does not.
#if __has_include(<libsvm/svm.h>)
#include <libsvm/svm.h>
#else
#include <svm.h>
#endif

/// The version as a value: Swift 6 refuses to read the library's mutable global.
static inline int undertone_libsvm_version(void) { return libsvm_version; }
