extension CoreCounters {
    /// Every counter but the pipes'.
    private static let fields: [any WritableKeyPath<CoreCounters, Int64> & Sendable] = [
        \.instructions, \.laneInstructions, \.issueTicks, \.warpTicks, \.branches, \.globalLoads, \.globalStores,
        \.globalAtomics, \.loadSectors, \.storeSectors, \.loadBytes, \.storeBytes, \.idealSectors, \.l1Wavefronts,
        \.l1HitSectors, \.l2Sectors,
        \.l2HitSectors, \.l2WriteSectors, \.slcSectors, \.dramReadSectors, \.dramWriteSectors, \.sharedLoads,
        \.sharedStores, \.sharedWavefronts, \.sharedIdealWavefronts, \.sharedAtomicConflicts, \.localAccesses,
    ]

    /// Adds `other` as often as `weight` says, each counter rounded to a whole number.
    mutating func add(_ other: CoreCounters, weight: Double) {
        for field in Self.fields { self[keyPath: field] += Self.scale(other[keyPath: field], weight) }
        for pipe in pipeTicks.indices { pipeTicks[pipe] += Self.scale(other.pipeTicks[pipe], weight) }
    }

    /// `value · weight`, rounded and clamped to what an integer holds.
    static func scale(_ value: Int64, _ weight: Double) -> Int64 {
        let scaled = (Double(value) * weight).rounded()
        return scaled < 9e18 ? Int64(scaled) : 9_000_000_000_000_000_000
    }
}
