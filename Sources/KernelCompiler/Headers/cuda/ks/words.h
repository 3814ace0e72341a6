// Two 16-bit or four 8-bit numbers in a word: the CUDA C++ functions `__v...2` and `__v...4`.
#pragma once

// Number `i` of BITS bits of a word, as signed or as unsigned.
KS_FN int ks_part_s(unsigned word, int i, int bits) {
    return static_cast<int>(word << (32 - bits - bits * i)) >> (32 - bits);
}
KS_FN int ks_part_u(unsigned word, int i, int bits) {
    return static_cast<int>((word >> (bits * i)) & ((1u << bits) - 1));
}
KS_FN int ks_limit(int x, int low, int high) { return x < low ? low : x > high ? high : x; }

// NAME(a, b): VALUE of each pair `x`, `y`, cut off or, where it says so, limited to what BITS bits hold.
#define KS_WORD(NAME, BITS, SIGN, VALUE)                                                                               \
    KS_FN unsigned NAME(unsigned a, unsigned b) {                                                                      \
        unsigned result = 0;                                                                                           \
        for (int i = 0; i < 32 / BITS; ++i) {                                                                          \
            const int x = ks_part_##SIGN(a, i, BITS), y = ks_part_##SIGN(b, i, BITS);                                  \
            result |= (static_cast<unsigned>(VALUE) & ((1u << BITS) - 1)) << (BITS * i);                               \
        }                                                                                                              \
        return result;                                                                                                 \
    }
// The sum over the pairs of VALUE.
#define KS_WORD_SUM(NAME, BITS, SIGN, VALUE)                                                                           \
    KS_FN unsigned NAME(unsigned a, unsigned b) {                                                                      \
        unsigned result = 0;                                                                                           \
        for (int i = 0; i < 32 / BITS; ++i) {                                                                          \
            const int x = ks_part_##SIGN(a, i, BITS), y = ks_part_##SIGN(b, i, BITS);                                  \
            result += static_cast<unsigned>(VALUE);                                                                    \
        }                                                                                                              \
        return result;                                                                                                 \
    }
// The same of one word.
#define KS_WORD_ONE(NAME, BITS, VALUE)                                                                                 \
    KS_FN unsigned NAME(unsigned a) {                                                                                  \
        unsigned result = 0;                                                                                           \
        for (int i = 0; i < 32 / BITS; ++i) {                                                                          \
            const int x = ks_part_s(a, i, BITS);                                                                       \
            result |= (static_cast<unsigned>(VALUE) & ((1u << BITS) - 1)) << (BITS * i);                               \
        }                                                                                                              \
        return result;                                                                                                 \
    }
// A comparison: all bits of a number, or its lowest one.
#define KS_WORD_COMPARE(HOW, BITS, COUNT, SIGN, TRUTH)                                                                 \
    KS_WORD(__vcmp##HOW##COUNT, BITS, SIGN, (TRUTH) ? ~0 : 0)                                                          \
    KS_WORD(__vset##HOW##COUNT, BITS, SIGN, (TRUTH) ? 1 : 0)
#define KS_WORDS(BITS, COUNT)                                                                                          \
    KS_WORD(__vadd##COUNT, BITS, u, x + y)                                                                             \
    KS_WORD(__vaddss##COUNT, BITS, s, ks_limit(x + y, -(1 << (BITS - 1)), (1 << (BITS - 1)) - 1))                      \
    KS_WORD(__vaddus##COUNT, BITS, u, ks_limit(x + y, 0, (1 << BITS) - 1))                                             \
    KS_WORD(__vsub##COUNT, BITS, u, x - y)                                                                             \
    KS_WORD(__vsubss##COUNT, BITS, s, ks_limit(x - y, -(1 << (BITS - 1)), (1 << (BITS - 1)) - 1))                      \
    KS_WORD(__vsubus##COUNT, BITS, u, ks_limit(x - y, 0, (1 << BITS) - 1))                                             \
    KS_WORD(__vavgs##COUNT, BITS, s, (x + y + ((x + y) >= 0)) >> 1)                                                    \
    KS_WORD(__vavgu##COUNT, BITS, u, (x + y + 1) >> 1)                                                                 \
    KS_WORD(__vhaddu##COUNT, BITS, u, (x + y) >> 1)                                                                    \
    KS_WORD(__vabsdiffs##COUNT, BITS, s, x > y ? x - y : y - x)                                                        \
    KS_WORD(__vabsdiffu##COUNT, BITS, u, x > y ? x - y : y - x)                                                        \
    KS_WORD_SUM(__vsads##COUNT, BITS, s, x > y ? x - y : y - x)                                                        \
    KS_WORD_SUM(__vsadu##COUNT, BITS, u, x > y ? x - y : y - x)                                                        \
    KS_WORD_ONE(__vabs##COUNT, BITS, x < 0 ? -x : x)                                                                   \
    KS_WORD_ONE(__vabsss##COUNT, BITS, ks_limit(x < 0 ? -x : x, 0, (1 << (BITS - 1)) - 1))                             \
    KS_WORD_ONE(__vneg##COUNT, BITS, -x)                                                                               \
    KS_WORD_ONE(__vnegss##COUNT, BITS, ks_limit(-x, -(1 << (BITS - 1)), (1 << (BITS - 1)) - 1))                        \
    KS_WORD_COMPARE(eq, BITS, COUNT, u, x == y)                                                                        \
    KS_WORD_COMPARE(ne, BITS, COUNT, u, x != y)
// What is larger: numbers of 16 bits one by one.
#define KS_WORDS_ORDERED(BITS, COUNT)                                                                                  \
    KS_WORD(__vmaxs##COUNT, BITS, s, x > y ? x : y)                                                                    \
    KS_WORD(__vmaxu##COUNT, BITS, u, x > y ? x : y)                                                                    \
    KS_WORD(__vmins##COUNT, BITS, s, x < y ? x : y)                                                                    \
    KS_WORD(__vminu##COUNT, BITS, u, x < y ? x : y)                                                                    \
    KS_WORD_COMPARE(ges, BITS, COUNT, s, x >= y)                                                                       \
    KS_WORD_COMPARE(geu, BITS, COUNT, u, x >= y)                                                                       \
    KS_WORD_COMPARE(gts, BITS, COUNT, s, x > y)                                                                        \
    KS_WORD_COMPARE(gtu, BITS, COUNT, u, x > y)                                                                        \
    KS_WORD_COMPARE(les, BITS, COUNT, s, x <= y)                                                                       \
    KS_WORD_COMPARE(leu, BITS, COUNT, u, x <= y)                                                                       \
    KS_WORD_COMPARE(lts, BITS, COUNT, s, x < y)                                                                        \
    KS_WORD_COMPARE(ltu, BITS, COUNT, u, x < y)
KS_WORDS(16, 2)
KS_WORDS_ORDERED(16, 2)
KS_WORDS(8, 4)

// Bytes are compared all at once. The highest bit of each byte of the result says whether that of `a` is at least that of
// `b`, both unsigned: then the mean of `a` and 255 - `b`, rounded up, is at least 128.
KS_FN unsigned ks_at_least(unsigned a, unsigned b) { return (a | ~b) - ((~(a ^ b) & 0xfefefefeu) >> 1); }
KS_FN unsigned ks_flipped(unsigned a) { return a ^ 0x80808080u; }
#define KS_BYTES_COMPARE(HOW, TRUTH)                                                                                   \
    KS_FN unsigned __vset##HOW##4(unsigned a, unsigned b) { return (TRUTH) >> 7 & 0x01010101u; }                       \
    KS_FN unsigned __vcmp##HOW##4(unsigned a, unsigned b) { return __vset##HOW##4(a, b) * 0xffu; }
KS_BYTES_COMPARE(geu, ks_at_least(a, b))
KS_BYTES_COMPARE(leu, ks_at_least(b, a))
KS_BYTES_COMPARE(gtu, ~ks_at_least(b, a))
KS_BYTES_COMPARE(ltu, ~ks_at_least(a, b))
KS_BYTES_COMPARE(ges, ks_at_least(ks_flipped(a), ks_flipped(b)))
KS_BYTES_COMPARE(les, ks_at_least(ks_flipped(b), ks_flipped(a)))
KS_BYTES_COMPARE(gts, ~ks_at_least(ks_flipped(b), ks_flipped(a)))
KS_BYTES_COMPARE(lts, ~ks_at_least(ks_flipped(a), ks_flipped(b)))
#undef KS_BYTES_COMPARE
KS_FN unsigned ks_picked(unsigned mask, unsigned a, unsigned b) { return (a & mask) | (b & ~mask); }
KS_FN unsigned __vmaxu4(unsigned a, unsigned b) { return ks_picked(__vcmpgeu4(a, b), a, b); }
KS_FN unsigned __vmaxs4(unsigned a, unsigned b) { return ks_picked(__vcmpges4(a, b), a, b); }
KS_FN unsigned __vminu4(unsigned a, unsigned b) { return ks_picked(__vcmpgeu4(a, b), b, a); }
KS_FN unsigned __vmins4(unsigned a, unsigned b) { return ks_picked(__vcmpges4(a, b), b, a); }
#undef KS_WORDS_ORDERED
#undef KS_WORDS
#undef KS_WORD_COMPARE
#undef KS_WORD_ONE
#undef KS_WORD_SUM
#undef KS_WORD
