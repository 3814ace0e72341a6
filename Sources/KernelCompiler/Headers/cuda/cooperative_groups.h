// Cooperative groups within a block. Groups of the whole grid and of several devices are refused.
#pragma once
#include <ks/groups.h>
