// <metal_array>: an array that is copied by value. <metal_uniform>: values that all threads have in common.
#pragma once

namespace metal {

template <typename T, size_t N>
struct array {
    using value_type = T;
    T ks_elements[N];
    KS_CONST_MEMBER T& operator[](size_t i) { return ks_elements[i]; }
    KS_CONST_MEMBER const T& operator[](size_t i) const { return ks_elements[i]; }
    KS_CONST_MEMBER size_t size() const { return N; }
    KS_CONST_MEMBER bool empty() const { return N == 0; }
    KS_CONST_MEMBER T* data() { return ks_elements; }
    KS_CONST_MEMBER const T* data() const { return ks_elements; }
    KS_CONST_MEMBER T& front() { return ks_elements[0]; }
    KS_CONST_MEMBER const T& front() const { return ks_elements[0]; }
    KS_CONST_MEMBER T& back() { return ks_elements[N - 1]; }
    KS_CONST_MEMBER const T& back() const { return ks_elements[N - 1]; }
};
template <typename T, typename... Rest>
array(T, Rest...) -> array<T, 1 + sizeof...(Rest)>;

// A promise to Apple's compiler; the machine finds out by itself which values are uniform.
template <typename T>
using uniform = T;
template <typename T>
KS_CONST T make_uniform(T value) {
    return value;
}

}  // namespace metal
