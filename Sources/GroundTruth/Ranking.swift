/// Means, ranks and correlations.
enum Ranking {
    /// Ranks from 0, equal values sharing their mean rank.
    static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var ranks = [Double](repeating: 0, count: values.count)
        var first = 0
        while first < order.count {
            var last = first
            while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
            for place in first...last { ranks[order[place]] = Double(first + last) / 2 }
            first = last + 1
        }
        return ranks
    }

    /// Pearson's correlation; 0 where one side does not vary.
    static func correlation(_ left: [Double], _ right: [Double]) -> Double {
        let (leftMean, rightMean) = (mean(left), mean(right))
        var (product, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
        for (x, y) in zip(left, right) {
            product += (x - leftMean) * (y - rightMean)
            leftSquares += (x - leftMean) * (x - leftMean)
            rightSquares += (y - rightMean) * (y - rightMean)
        }
        let room = (leftSquares * rightSquares).squareRoot()
        return room > 0 ? product / room : 0
    }

    /// Kendall's tau-b; 0 where one side does not vary.
    static func kendall(_ left: [Double], _ right: [Double]) -> Double {
        var (same, other, leftTies, rightTies) = (0.0, 0.0, 0.0, 0.0)
        for index in left.indices {
            for before in 0..<index {
                let (x, y) = (left[index] - left[before], right[index] - right[before])
                if x == 0, y == 0 { continue }
                if x == 0 {
                    leftTies += 1
                } else if y == 0 {
                    rightTies += 1
                } else if (x > 0) == (y > 0) {
                    same += 1
                } else {
                    other += 1
                }
            }
        }
        let room = ((same + other + leftTies) * (same + other + rightTies)).squareRoot()
        return room > 0 ? (same - other) / room : 0
    }

    /// The mean; 0 of nothing.
    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// The median; 0 of nothing.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The value at share `share` of the sorted values; 0 of nothing.
    static func percentile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}
