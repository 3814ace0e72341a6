// Part of <cooperative_groups.h>, which is always read whole.
#pragma once
#include <ks/groups.h>
