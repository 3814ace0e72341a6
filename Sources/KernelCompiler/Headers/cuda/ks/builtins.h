// threadIdx and its kin: reads of special registers.
#pragma once

#define KS_REGISTER(FIELD, READ)                                                                                       \
    __declspec(property(get = ks_get_##FIELD)) unsigned int FIELD;                                                     \
    static KS_MEMBER unsigned int ks_get_##FIELD() { return static_cast<unsigned int>(READ); }
#define KS_PLACE(NAME, REGISTER)                                                                                       \
    struct ks_##NAME {                                                                                                 \
        KS_REGISTER(x, __ks_##REGISTER##_x())                                                                          \
        KS_REGISTER(y, __ks_##REGISTER##_y())                                                                          \
        KS_REGISTER(z, __ks_##REGISTER##_z())                                                                          \
        KS_MEMBER operator dim3() const { return dim3(x, y, z); }                                                      \
        KS_MEMBER operator uint3() const { return uint3{x, y, z}; }                                                    \
        ks_##NAME(const ks_##NAME&) = delete;                                                                          \
    };                                                                                                                 \
    extern const __device__ __attribute__((weak)) ks_##NAME NAME;
KS_PLACE(threadIdx, tid)
KS_PLACE(blockIdx, ctaid)
KS_PLACE(blockDim, ntid)
KS_PLACE(gridDim, nctaid)
#undef KS_PLACE
#undef KS_REGISTER
#define warpSize 32
