// Products of 128 bits, which the machine has no registers for.
#pragma once

// The upper half of the product of two words of 64 bits, by halves.
KS_FN unsigned long ks_upper_product(unsigned long a, unsigned long b) {
    const unsigned long half = 0xfffffffful;
    const unsigned long low = (a & half) * (b & half), first = (a >> 32) * (b & half) + (low >> 32);
    const unsigned long second = (a & half) * (b >> 32) + (first & half);
    return (a >> 32) * (b >> 32) + (first >> 32) + (second >> 32);
}
