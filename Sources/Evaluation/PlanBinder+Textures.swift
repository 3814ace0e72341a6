import Candidates
import Diagnostics
import KernelCompiler
import SIMTMachine

extension PlanBinder {
    /// What a texture of a kernel is bound to; nil after reporting.
    ///
    /// - Parameter element: The texture's element type as the kernel spells it; empty where only the compiler knows it.
    mutating func texture(
        for parameter: KernelParameter, element: String, _ launch: ResolvedPlan.Launch, _ entry: EntryPoint
    ) -> BoundLaunch.Argument? {
        let name = parameter.name
        guard let texture = launch.textures[name] else {
            let isGiven = launch.arguments[name] != nil
            report(
                "texture '\(name)' of kernel '\(entry.name)' is "
                    + (isGiven ? "given what is no texture" : "not bound"),
                isGiven ? argumentPlace(name, of: entry.name) : source.location(line: entry.line, column: 1),
                hint: "'arguments: {\(name): {texture: BUFFER, width: …, height: …, format: r32float}}'")
            return nil
        }
        let place = argumentPlace(name, of: entry.name)
        let format = texture.format
        let isName = TextureFormat.Channel.allCases.contains { $0.kernelElements.contains(element) }
        if isName, !format.channel.kernelElements.contains(element) {
            report(
                "texture '\(name)' of kernel '\(entry.name)' has elements of type '\(element)', which format "
                    + "'\(format.rawValue)' does not give", place,
                hint: "it gives \(format.channel.kernelElements.map { "'\($0)'" }.joined(separator: " and "))")
            return nil
        }
        guard let type = buffers[texture.memory], let byteCount = byteCounts[texture.memory] else { return nil }
        guard type == format.channel.element else {
            report(
                "texture '\(name)' of kernel '\(entry.name)' has format '\(format.rawValue)', which '\(texture.memory)' with "
                    + "elements of type \(type.rawValue) cannot hold", place,
                hint: "its elements must be of type \(format.channel.element.rawValue)")
            return nil
        }
        // At most 2^14 texels each way of 16 bytes.
        let rowBytes = texture.width * format.byteSize
        guard texture.height * rowBytes <= byteCount else {
            report(
                "texture '\(name)' of kernel '\(entry.name)' has \(texture.width) x \(texture.height) texels of "
                    + "\(format.byteSize) bytes, and '\(texture.memory)' has \(byteCount) bytes", place)
            return nil
        }
        return .texture(
            texture.memory,
            TextureView(
                width: UInt32(texture.width), height: UInt32(texture.height), rowBytes: UInt32(rowBytes),
                format: format.code))
    }
}
