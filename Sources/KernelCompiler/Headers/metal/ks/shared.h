// A threadgroup variable of a function, as the pass before clang writes it.
#pragma once
#define __ks_shared static __attribute__((address_space(3), loader_uninitialized))
#define __ks_shared0 static __attribute__((address_space(3)))
