// Warp matrices; everything else is read before the text anyway.
#pragma once
#include <ks/wmma.h>
