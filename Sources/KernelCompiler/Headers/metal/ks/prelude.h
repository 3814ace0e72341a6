// Read before every Metal kernel. All functions of the kernel's own text are convergent: a helper may hold a barrier.
#pragma once
#include <metal_stdlib>
#include <ks/shared.h>
#pragma clang attribute push(__attribute__((convergent)), apply_to = function)
