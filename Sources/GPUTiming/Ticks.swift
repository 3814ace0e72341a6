/// Fixed-point time: 1 cycle is 256 ticks, so that fractional intervals add up the same on every host.
enum Ticks {
    /// Ticks of one core cycle.
    static let perCycle: Int64 = 256

    /// `cycles` in ticks, rounded to the nearest; the hardware reader bounds cycles to 10⁷, so this cannot overflow.
    static func from(cycles: Double) -> Int64 { Int64((cycles * Double(perCycle)).rounded()) }

    /// `ticks` in cycles.
    static func cycles(_ ticks: Int64) -> Double { Double(ticks) / Double(perCycle) }
}
