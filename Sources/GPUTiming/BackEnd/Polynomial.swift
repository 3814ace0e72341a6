/// An integer as a sum of products of values that are not looked into, and a constant: what addresses are made of.
struct Polynomial: Hashable {
    /// A product of values with a factor.
    struct Term: Hashable {
        /// The values in ascending order.
        var atoms: [Int32]
        /// The factor, not zero.
        var factor: Int64
    }

    /// Products in the order of their values.
    var terms: [Term] = []
    /// The part that is known.
    var constant: Int64 = 0

    /// Most products; sums of more are not looked into.
    private static let termLimit = 10
    /// Most values of a product.
    private static let degreeLimit = 3

    /// The number `constant`.
    init(constant: Int64) { self.constant = constant }

    /// The value `atom`.
    init(atom: Int32) { terms = [Term(atoms: [atom], factor: 1)] }

    /// The same without the constant.
    var withoutConstant: Polynomial {
        var copy = self
        copy.constant = 0
        return copy
    }

    /// The sum of this and `other` times `factor`; nil where it has too many terms.
    func adding(_ other: Polynomial, times factor: Int64 = 1) -> Polynomial? {
        var result = Polynomial(constant: constant &+ other.constant &* factor)
        var (left, right) = (terms[...], other.terms[...])
        while let first = left.first ?? right.first {
            if let one = left.first, let two = right.first, one.atoms == two.atoms {
                let sum = one.factor &+ two.factor &* factor
                if sum != 0 { result.terms.append(Term(atoms: one.atoms, factor: sum)) }
                left.removeFirst()
                right.removeFirst()
            } else if let one = left.first, right.first.map({ one.atoms.lexicographicallyPrecedes($0.atoms) }) ?? true {
                result.terms.append(one)
                left.removeFirst()
            } else if let two = right.first {
                let scaled = two.factor &* factor
                if scaled != 0 { result.terms.append(Term(atoms: two.atoms, factor: scaled)) }
                right.removeFirst()
            } else {
                result.terms.append(first)
            }
        }
        return result.terms.count <= Self.termLimit ? result : nil
    }

    /// The product; nil where it is too large to look into.
    func multiplied(by other: Polynomial) -> Polynomial? {
        var result = Polynomial(constant: constant &* other.constant)
        func add(_ atoms: [Int32], _ factor: Int64) -> Bool {
            guard factor != 0 else { return true }
            guard atoms.count <= Self.degreeLimit else { return false }
            var single = Polynomial(constant: 0)
            single.terms = [Term(atoms: atoms, factor: factor)]
            guard let sum = result.adding(single) else { return false }
            result = sum
            return true
        }
        for one in terms {
            guard add(one.atoms, one.factor &* other.constant) else { return nil }
            for two in other.terms {
                guard add((one.atoms + two.atoms).sorted(), one.factor &* two.factor) else { return nil }
            }
        }
        for two in other.terms { guard add(two.atoms, two.factor &* constant) else { return nil } }
        return result
    }
}
