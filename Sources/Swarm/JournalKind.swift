import Blackboard

/// The kinds of the journal's entries.
///
/// The configuration has kinds of its own, and a module cannot be named where a type has its name.
typealias JournalKind = EntryKind
