// <metal_texture>: 2-D textures of one level. A texture is a buffer with its texels row after row, and a descriptor that
// the launch passes by value; reading and writing are ordinary accesses to device memory.
#pragma once

extern "C" void __ks_texture_outside_read(), __ks_texture_outside_write();

namespace metal {

enum class access { sample, read, write, read_write };

// How a launch describes a texture: `TextureView` in the machine lays it out.
struct ks_texture {
    device uchar* texels;
    uint width, height;
    // Bytes from one row to the next.
    uint pitch;
    // The channels' count and kind: `KS_FORMAT`.
    uint format;
};

// Kinds of channels, as the launch numbers them.
enum ks_channel { ks_float32, ks_float16, ks_unorm8, ks_uint8, ks_uint16, ks_uint32, ks_sint8, ks_sint16, ks_sint32 };
#define KS_FORMAT(KIND, CHANNELS) ((KIND) * 8 + (CHANNELS))

// A channel's value as memory holds it, and back. Floats that go to normalised bytes are clamped and rounded to nearest,
// integers are clamped.
template <typename T, int K, typename C>
KS_FN T ks_from_channel(C c) {
    if constexpr (K == ks_unorm8) {
#pragma clang fp reciprocal(off)
        return static_cast<T>(static_cast<float>(c) / 255.0f);
    } else {
        return static_cast<T>(c);
    }
}
template <typename C, int K, typename T>
KS_FN C ks_to_channel(T v) {
    if constexpr (K == ks_unorm8) {
        return static_cast<C>(__builtin_rintf(fmin(fmax(static_cast<float>(v), 0.0f), 1.0f) * 255.0f));
    } else if constexpr (__is_floating_point(C) || sizeof(C) >= sizeof(T)) {
        return static_cast<C>(v);
    } else if constexpr (__is_signed(T)) {
        constexpr T top = (T(1) << (sizeof(C) * 8 - 1)) - 1;
        return static_cast<C>(__builtin_elementwise_max(__builtin_elementwise_min(v, top), T(-top - 1)));
    } else {
        constexpr T top = (T(1) << (sizeof(C) * 8)) - 1;
        return static_cast<C>(__builtin_elementwise_min(v, top));
    }
}

// One texel of N channels of type C; the channels that a format lacks are 0, 0 and 1.
template <typename T, int K, typename C, int N>
KS_FN vec<T, 4> ks_load_texel(const device uchar* row, uint x) {
    if constexpr (N == 1) {
        C c = *reinterpret_cast<const device C*>(row + static_cast<ulong>(x) * sizeof(C));
        return vec<T, 4>{ks_from_channel<T, K>(c), T(0), T(0), T(1)};
    } else if constexpr (N == 2) {
        vec<C, 2> c = *reinterpret_cast<const device vec<C, 2>*>(row + static_cast<ulong>(x) * (2 * sizeof(C)));
        return vec<T, 4>{ks_from_channel<T, K>(c.x), ks_from_channel<T, K>(c.y), T(0), T(1)};
    } else {
        vec<C, 4> c = *reinterpret_cast<const device vec<C, 4>*>(row + static_cast<ulong>(x) * (4 * sizeof(C)));
        return vec<T, 4>{ks_from_channel<T, K>(c.x), ks_from_channel<T, K>(c.y), ks_from_channel<T, K>(c.z),
                         ks_from_channel<T, K>(c.w)};
    }
}
template <typename T, int K, typename C, int N>
KS_FN void ks_store_texel(device uchar* row, uint x, vec<T, 4> v) {
    if constexpr (N == 1) {
        *reinterpret_cast<device C*>(row + static_cast<ulong>(x) * sizeof(C)) = ks_to_channel<C, K>(v.x);
    } else if constexpr (N == 2) {
        *reinterpret_cast<device vec<C, 2>*>(row + static_cast<ulong>(x) * (2 * sizeof(C))) =
            vec<C, 2>{ks_to_channel<C, K>(v.x), ks_to_channel<C, K>(v.y)};
    } else {
        *reinterpret_cast<device vec<C, 4>*>(row + static_cast<ulong>(x) * (4 * sizeof(C))) =
            vec<C, 4>{ks_to_channel<C, K>(v.x), ks_to_channel<C, K>(v.y), ks_to_channel<C, K>(v.z),
                      ks_to_channel<C, K>(v.w)};
    }
}

// The formats that a kernel's element type can be read from and written to. A launch binds no other; a kernel whose
// element type only its template's argument says stops at the trap.
#define KS_CASES(DO, KIND, C)                                                                                          \
    case KS_FORMAT(KIND, 1): DO(KIND, C, 1);                                                                           \
    case KS_FORMAT(KIND, 2): DO(KIND, C, 2);                                                                           \
    case KS_FORMAT(KIND, 4): DO(KIND, C, 4);
#define KS_FORMATS(DO)                                                                                                 \
    if constexpr (__is_floating_point(T)) {                                                                            \
        switch (t.format) {                                                                                            \
            KS_CASES(DO, ks_float32, float) KS_CASES(DO, ks_float16, half) KS_CASES(DO, ks_unorm8, uchar)              \
        }                                                                                                              \
    } else if constexpr (__is_signed(T)) {                                                                             \
        if constexpr (sizeof(T) == 4) {                                                                                \
            switch (t.format) { KS_CASES(DO, ks_sint32, int) }                                                         \
        }                                                                                                              \
        switch (t.format) { KS_CASES(DO, ks_sint16, short) KS_CASES(DO, ks_sint8, char) }                              \
    } else {                                                                                                           \
        if constexpr (sizeof(T) == 4) {                                                                                \
            switch (t.format) { KS_CASES(DO, ks_uint32, uint) }                                                        \
        }                                                                                                              \
        switch (t.format) { KS_CASES(DO, ks_uint16, ushort) KS_CASES(DO, ks_uint8, uchar) }                            \
    }                                                                                                                  \
    __builtin_trap();
#define KS_LOAD(KIND, C, N) return ks_load_texel<T, KIND, C, N>(row, x)
#define KS_STORE(KIND, C, N) return ks_store_texel<T, KIND, C, N>(row, x, v)
template <typename T>
KS_FN vec<T, 4> ks_texture_load(const thread ks_texture& t, uint x, uint y) {
    const device uchar* row = t.texels + static_cast<ulong>(y) * t.pitch;
    KS_FORMATS(KS_LOAD)
}
template <typename T>
KS_FN void ks_texture_store(const thread ks_texture& t, uint x, uint y, vec<T, 4> v) {
    device uchar* row = t.texels + static_cast<ulong>(y) * t.pitch;
    KS_FORMATS(KS_STORE)
}
#undef KS_LOAD
#undef KS_STORE
#undef KS_FORMATS
#undef KS_CASES

// What lies outside: nothing, in a format without an alpha channel opaque.
template <typename T>
KS_FN vec<T, 4> ks_texture_border(const thread ks_texture& t) {
    return vec<T, 4>{T(0), T(0), T(0), (t.format & 7) == 4 ? T(0) : T(1)};
}
// The checks tell of an access outside, which Metal defines; the optimised build has no trace of it.
#if KS_CHECK
#define KS_OUTSIDE(NAME) __ks_texture_outside_##NAME()
#else
#define KS_OUTSIDE(NAME)
#endif

enum class coord { normalized, pixel };
enum class filter { nearest, linear };
enum class mag_filter { nearest, linear };
enum class min_filter { nearest, linear };
enum class mip_filter { none, nearest, linear };
enum class address { clamp_to_edge, clamp_to_zero, repeat, mirrored_repeat };
enum class s_address { clamp_to_edge, clamp_to_zero, repeat, mirrored_repeat };
enum class t_address { clamp_to_edge, clamp_to_zero, repeat, mirrored_repeat };

// How coordinates become texels. What a sampler has beyond this (borders of a colour, anisotropy, comparison) is refused.
struct sampler {
    coord ks_coord = coord::normalized;
    filter ks_filter = filter::nearest;
    address ks_s = address::clamp_to_edge, ks_t = address::clamp_to_edge;

    template <typename... A>
    constexpr sampler(A... options) {
        (set(options), ...);
        if (ks_coord == coord::pixel && (ks_s >= address::repeat || ks_t >= address::repeat)) {
            ks_repeated_addresses_need_normalized_coordinates();
        }
    }

private:
    static void ks_repeated_addresses_need_normalized_coordinates();
    KS_CONST_MEMBER void set(coord v) { ks_coord = v; }
    KS_CONST_MEMBER void set(filter v) { ks_filter = v; }
    // Levels are one, and samples of compute kernels have no size, so magnification is what happens.
    KS_CONST_MEMBER void set(mag_filter v) { ks_filter = static_cast<filter>(v); }
    KS_CONST_MEMBER void set(min_filter) {}
    KS_CONST_MEMBER void set(mip_filter) {}
    KS_CONST_MEMBER void set(address v) { ks_s = ks_t = v; }
    KS_CONST_MEMBER void set(s_address v) { ks_s = static_cast<address>(v); }
    KS_CONST_MEMBER void set(t_address v) { ks_t = static_cast<address>(v); }
};
struct level {
    float ks_lod;
    KS_CONST_MEMBER explicit level(float lod) : ks_lod(lod) {}
};

// The coordinate in texels; where the address mode repeats the texture, within its first one or two repetitions.
KS_FN float ks_texture_place(float at, uint extent, address mode, coord kind) {
    float size = static_cast<float>(extent);
    if (kind == coord::pixel) return at;
    if (mode == address::repeat) return (at - __builtin_floorf(at)) * size;
    if (mode == address::mirrored_repeat) return (at - 2.0f * __builtin_floorf(0.5f * at)) * size;
    return at * size;
}
// A place as a whole number; far outside, where offsets do not reach, is as good as farther outside.
KS_FN int ks_texture_floor(float place, uint extent) {
    float most = 2.0f * static_cast<float>(extent) + 65536.0f;
    return static_cast<int>(__builtin_floorf(fmin(fmax(place, -65536.0f), most)));
}
// The texel's number along one axis; whether it is one of the texture's.
KS_FN bool ks_texture_wrap(int i, uint extent, address mode, thread uint& found) {
    int size = static_cast<int>(extent);
    if (mode == address::repeat) {
        i %= size;
        if (i < 0) i += size;
    } else if (mode == address::mirrored_repeat) {
        i %= 2 * size;
        if (i < 0) i += 2 * size;
        if (i >= size) i = 2 * size - 1 - i;
    }
    found = static_cast<uint>(__builtin_elementwise_max(__builtin_elementwise_min(i, size - 1), 0));
    return mode != address::clamp_to_zero || (i >= 0 && i < size);
}

template <typename T, access A = access::sample>
struct texture2d {
    ks_texture ks_descriptor;

    static_assert(__is_same(T, float) || __is_same(T, half) || __is_same(T, int) || __is_same(T, uint) ||
                      __is_same(T, short) || __is_same(T, ushort),
                  "the elements of a texture are float, half, int, uint, short or ushort");

    KS_MEMBER uint get_width(uint level = 0) const { return ks_descriptor.width; }
    KS_MEMBER uint get_height(uint level = 0) const { return ks_descriptor.height; }
    KS_MEMBER uint get_num_mip_levels() const { return 1; }

    KS_MEMBER vec<T, 4> read(uint2 at, uint level = 0) const {
        static_assert(A != access::write, "read() needs a texture with access::read, read_write or sample");
        if (at.x < ks_descriptor.width && at.y < ks_descriptor.height && level == 0) {
            return ks_texture_load<T>(ks_descriptor, at.x, at.y);
        }
        KS_OUTSIDE(read);
        return ks_texture_border<T>(ks_descriptor);
    }
    KS_MEMBER vec<T, 4> read(ushort2 at, ushort level = 0) const { return read(uint2{at.x, at.y}, uint(level)); }

    KS_MEMBER void write(vec<T, 4> color, uint2 at, uint level = 0) const {
        static_assert(A == access::write || A == access::read_write,
                      "write() needs a texture with access::write or read_write");
        if (at.x < ks_descriptor.width && at.y < ks_descriptor.height && level == 0) {
            ks_texture_store<T>(ks_descriptor, at.x, at.y, color);
        } else {
            KS_OUTSIDE(write);
        }
    }
    KS_MEMBER void write(vec<T, 4> color, ushort2 at, ushort level = 0) const {
        write(color, uint2{at.x, at.y}, uint(level));
    }

    // A thread sees its own writes here anyway.
    KS_MEMBER void fence() const {}

    KS_MEMBER vec<T, 4> sample(sampler s, float2 at, int2 offset = int2{0, 0}) const {
        static_assert(A == access::sample, "sample() needs a texture with access::sample");
        float x = ks_texture_place(at.x, ks_descriptor.width, s.ks_s, s.ks_coord);
        float y = ks_texture_place(at.y, ks_descriptor.height, s.ks_t, s.ks_coord);
        if (s.ks_filter == filter::nearest) return ks_texel(s, x, y, offset.x, offset.y, 0, 0);
        if constexpr (__is_floating_point(T)) {
            float left = x - 0.5f, top = y - 0.5f;
            T across = static_cast<T>(left - __builtin_floorf(left)), down = static_cast<T>(top - __builtin_floorf(top));
            vec<T, 4> upper = ks_blend(ks_texel(s, left, top, offset.x, offset.y, 0, 0),
                                       ks_texel(s, left, top, offset.x, offset.y, 1, 0), across);
            vec<T, 4> lower = ks_blend(ks_texel(s, left, top, offset.x, offset.y, 0, 1),
                                       ks_texel(s, left, top, offset.x, offset.y, 1, 1), across);
            return ks_blend(upper, lower, down);
        } else {
            // Integers have nothing between them.
            __builtin_trap();
        }
    }
    KS_MEMBER vec<T, 4> sample(sampler s, float2 at, level lod, int2 offset = int2{0, 0}) const {
        return sample(s, at, offset);
    }

private:
    KS_MEMBER static vec<T, 4> ks_blend(vec<T, 4> a, vec<T, 4> b, T part) {
        return a * static_cast<T>(T(1) - part) + b * part;
    }
    // The texel at a place, `right` and `below` of it.
    KS_MEMBER vec<T, 4> ks_texel(sampler s, float x, float y, int offset_x, int offset_y, int right, int below) const {
        uint column, row;
        bool inside = ks_texture_wrap(ks_texture_floor(x, ks_descriptor.width) + offset_x + right, ks_descriptor.width,
                                      s.ks_s, column);
        inside = ks_texture_wrap(ks_texture_floor(y, ks_descriptor.height) + offset_y + below, ks_descriptor.height,
                                 s.ks_t, row) && inside;
        return inside ? ks_texture_load<T>(ks_descriptor, column, row) : ks_texture_border<T>(ks_descriptor);
    }
};

#undef KS_OUTSIDE

}  // namespace metal
