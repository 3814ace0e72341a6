/// A design point as the searcher handles it: for each parameter the position of its value among the sorted values.
///
/// Sorted, because a kernel lists its default first, and only sorted positions make neighbours of near values.
typealias PointRow = [UInt8]
