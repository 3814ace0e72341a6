import Foundation

/// A value in a JSON file that knows its place, read strictly: wrong kinds and unknown keys are errors.
struct JSONNode {
    /// What Foundation made of the value.
    private let value: Any
    /// Where it stands, as "cases.json: [3].args".
    let place: String

    /// The top of the file at `url`.
    init(file url: URL) throws(GroundTruthError) {
        let name = url.lastPathComponent
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw GroundTruthError("'\(name)' cannot be read in the set's folder")
        }
        do {
            self.init(try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed), at: "\(name): ")
        } catch {
            throw GroundTruthError("'\(name)' is no JSON")
        }
    }

    /// A value at a place.
    private init(_ value: Any, at place: String) {
        self.value = value
        self.place = place
    }

    /// An error about this value.
    func error(_ message: String) -> GroundTruthError { GroundTruthError("\(place) \(message)") }

    /// Whether the value is null.
    var isNull: Bool { value is NSNull }

    /// The elements of an array.
    func elements() throws(GroundTruthError) -> [JSONNode] {
        guard let list = value as? [Any] else { throw error("must be an array") }
        return list.enumerated().map { JSONNode($1, at: "\(place)[\($0)]") }
    }

    /// The members of an object in the order of their names; keys outside `known` are refused.
    func members(known: Set<String>? = nil) throws(GroundTruthError) -> [(name: String, value: JSONNode)] {
        guard let object = value as? [String: Any] else { throw error("must be an object") }
        let names = object.keys.sorted()
        if let known, let stranger = names.first(where: { !known.contains($0) }) {
            throw error("has the unknown key '\(stranger)'")
        }
        return names.compactMap { name in object[name].map { (name, JSONNode($0, at: "\(place).\(name)")) } }
    }

    /// The member of that name; nil where it is absent.
    func optional(_ name: String) throws(GroundTruthError) -> JSONNode? {
        guard let object = value as? [String: Any] else { throw error("must be an object") }
        return object[name].map { JSONNode($0, at: "\(place).\(name)") }
    }

    /// The member of that name.
    func member(_ name: String) throws(GroundTruthError) -> JSONNode {
        guard let found = try optional(name) else { throw error("lacks the key '\(name)'") }
        return found
    }

    /// A string.
    func string() throws(GroundTruthError) -> String {
        guard let text = value as? String else { throw error("must be a string") }
        return text
    }

    /// A number that is not a truth value.
    func number() throws(GroundTruthError) -> Double {
        guard let number = number(value) else { throw error("must be a number") }
        return number.doubleValue
    }

    /// A truth value.
    func truth() throws(GroundTruthError) -> Bool {
        guard number(value) == nil, let truth = value as? Bool else { throw error("must be true or false") }
        return truth
    }

    /// A whole number in `range`.
    func integer(in range: ClosedRange<Int>) throws(GroundTruthError) -> Int {
        guard let number = number(value), let whole = Int(exactly: number.doubleValue), range.contains(whole) else {
            throw error("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// The value as a number; truth values are none.
    private func number(_ value: Any) -> NSNumber? {
        guard let number = value as? NSNumber, !(value is Bool) || String(cString: number.objCType) != "c" else {
            return nil
        }
        return number
    }
}
