/// A header that the caller gives along with a kernel text; clang never opens it.
package struct VirtualHeader: Sendable {
    /// The name between the quotes of `#include "name"`, compared as it is written.
    package var name: String
    /// The header's text.
    package var text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
