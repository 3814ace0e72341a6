/// What a core did while it emptied: nothing replaced the threadgroups that ended.
struct PartialCore {
    /// Threadgroup ticks, by the number of residents.
    var ticks: [Double]
    /// Threadgroup ticks that a full core would have taken for the same instructions.
    var equivalent: Double
}
