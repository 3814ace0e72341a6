/// The tables of one path; included last.
#ifndef KS_LANES_TABLE_H
#define KS_LANES_TABLE_H

#include "lanes_access.h"
#include "lanes_convert.h"
#include "lanes_float.h"
#include "lanes_integer.h"
#include "lanes_math32.h"
#include "lanes_math64.h"
#include "lanes_matrix.h"
#include "lanes_path.h"
#include "lanes_traffic.h"
#include "lanes_watch.h"

#define KS_TABLE_FUNCTION(NAME) lane_##NAME,
#define KS_TABLE_ARITY(NAME) arity_##NAME,

const struct ks_path KS_PATH_SYMBOL = {
    .name = KS_PATH_NAME,
    .functions = {KS_ALL_OPS(KS_TABLE_FUNCTION)},
    .arities = {KS_ALL_OPS(KS_TABLE_ARITY)},
    .helpers =
        {
            .blend_32 = help_blend_32,
            .blend_64 = help_blend_64,
            .pack_mask = help_pack_mask,
            .unpack_mask = help_unpack_mask,
            .out_of_bounds = help_out_of_bounds,
            .misaligned = help_misaligned,
            .spacing = help_spacing,                                                                                     \
            .same_high = help_same_high,
            .gather_8 = help_gather_8,
            .gather_16 = help_gather_16,
            .gather_32 = help_gather_32,
            .gather_64 = help_gather_64,
            .gather_32xN = help_gather_32xN,
            .scatter_8 = help_scatter_8,
            .scatter_16 = help_scatter_16,
            .scatter_32 = help_scatter_32,
            .scatter_64 = help_scatter_64,
            .scatter_32xN = help_scatter_32xN,
            .load = help_load,
            .store = help_store,
            .watch_load = help_watch_load,
            .watch_examine = help_watch_examine,
            .watch_store = help_watch_store,
            .private_access = help_private,
            .sectors = help_sectors,
            .bank_wavefronts = help_bank_wavefronts,
            .max_multiplicity = help_max_multiplicity,
            .matrix_multiply_add_f32 = help_matrix_multiply_add_f32,
            .matrix_multiply_add_i32 = help_matrix_multiply_add_i32,
        },
};

#endif
