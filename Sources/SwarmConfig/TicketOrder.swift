/// In what order results take effect.
package enum TicketOrder: String, CaseIterable, Hashable, Sendable {
    /// In the order of the tickets: the same run every time.
    case ticket
    /// As they arrive: for slow live models; the order is journaled and can be replayed.
    case arrival
}
