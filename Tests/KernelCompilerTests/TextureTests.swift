import KernelCompiler
import KernelIR
import SIMTMachine
import Testing

/// Textures of Metal: every format read and written, borders, sampling, and what is refused.
@Suite struct TextureTests {
    /// Bytes shown to a kernel as a texture.
    struct Image {
        var bytes: [UInt8]
        var width: Int
        var height: Int
        /// Channel kind and count, as the headers number them.
        var format: UInt32
        var texelBytes: Int

        init(_ floats: [Float], width: Int, channels: Int = 1) {
            bytes = floats.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
            self.width = width
            height = floats.count / (width * channels)
            format = UInt32(channels)
            texelBytes = 4 * channels
        }

        init(bytes: [UInt8], width: Int, kind: UInt32, channels: Int, channelBytes: Int) {
            self.bytes = bytes
            self.width = width
            texelBytes = channels * channelBytes
            height = bytes.count / (width * texelBytes)
            format = kind * 8 + UInt32(channels)
        }
    }

    /// Runs a kernel on 32 threads in both builds: its textures in order, then one buffer of `count` words.
    static func run(
        _ text: String, _ images: [Image], count: Int = 128, formats: Bool = false
    ) async throws -> [(images: [[UInt8]], words: [UInt32], notices: Set<MachineNotice>)] {
        var source = KernelSource(
            text: "#include <metal_stdlib>\nusing namespace metal;\n" + text, fileName: "k.metal", dialect: .metal)
        let names = ["a", "b", "c"]
        if formats {
            source.textureFormats = [
                "k": Dictionary(uniqueKeysWithValues: zip(names, images.map(\.format)))
            ]
        }
        let compiled = try await KernelCompiler(clang: Clang.locate()).compile(source).get()
        let entry = try #require(compiled.entry(named: "k"))
        return try [compiled.checkModule, compiled.timeModule].map { module in
            let memory = DeviceMemory()
            var ids: [BufferID] = []
            for (index, image) in images.enumerated() {
                let id = try memory.addBuffer(name: names[index], byteCount: image.bytes.count, isWritable: true)
                memory.withBytes(of: id) { $0.copyBytes(from: image.bytes) }
                ids.append(id)
            }
            let out = try memory.addBuffer(name: "out", byteCount: count * 4, isWritable: true)
            let watch = try MemoryWatch(memory, outputs: [])
            for id in ids + [out] { watch.define(id) }
            var next = 0
            let arguments = entry.parameters.map { parameter -> KernelArgument in
                switch parameter.binding {
                case .texture:
                    let image = images[next]
                    next += 1
                    return .texture(
                        ids[next - 1],
                        TextureView(
                            width: UInt32(image.width), height: UInt32(image.height),
                            rowBytes: UInt32(image.width * image.texelBytes), format: image.format))
                case .builtin: return .builtin(.threadPositionInGrid)
                default: return .buffer(out, byteOffset: 0)
                }
            }
            let execution = Execution(
                Launch(
                    kernel: try LoweredKernel(module: module, entry: entry.symbol), arguments: arguments,
                    threadgroups: GridSize(1), threadsPerThreadgroup: GridSize(32)),
                memory: memory, watch: watch)
            try execution.runAll()
            let words = memory.withBytes(of: out) { bytes in
                (0..<count).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
            }
            return (ids.map { id in memory.withBytes(of: id) { Array($0) } }, words, watch.notices)
        }
    }

    /// Words as floats.
    static func floats(_ words: [UInt32]) -> [Float] { words.map { Float(bitPattern: $0) } }

    /// A channel kind: its number, bytes, the kernel's element, and the values of byte patterns counted up from 0.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let number: UInt32
        let bytes: Int
        let element: String
        /// The pattern of channel value number `n`, and what reading it gives.
        let pattern: @Sendable (Int) -> UInt32
        let value: @Sendable (Int) -> Float

        var testDescription: String { "\(name) as \(element)" }
    }

    static let kinds = [
        Kind(name: "32float", number: 0, bytes: 4, element: "float", pattern: { Float($0).bitPattern }) {
            Float($0)
        },
        Kind(name: "32float", number: 0, bytes: 4, element: "half", pattern: { Float($0).bitPattern }) { Float($0) },
        Kind(name: "16float", number: 1, bytes: 2, element: "float", pattern: half) { Float($0) },
        Kind(name: "16float", number: 1, bytes: 2, element: "half", pattern: half) { Float($0) },
        Kind(name: "8unorm", number: 2, bytes: 1, element: "float", pattern: { UInt32($0) }) { Float($0) / 255 },
        Kind(name: "8uint", number: 3, bytes: 1, element: "uint", pattern: { UInt32($0) }) { Float($0) },
        Kind(name: "8uint", number: 3, bytes: 1, element: "ushort", pattern: { UInt32($0) }) { Float($0) },
        Kind(name: "16uint", number: 4, bytes: 2, element: "uint", pattern: { UInt32($0 + 65_000) }) {
            Float($0 + 65_000)
        },
        Kind(name: "16uint", number: 4, bytes: 2, element: "ushort", pattern: { UInt32($0 + 65_000) }) {
            Float($0 + 65_000)
        },
        Kind(name: "32uint", number: 5, bytes: 4, element: "uint", pattern: { UInt32($0) }) { Float($0) },
        Kind(name: "8sint", number: 6, bytes: 1, element: "int", pattern: { UInt32($0) }) {
            Float(Int8(truncatingIfNeeded: $0))
        },
        Kind(name: "8sint", number: 6, bytes: 1, element: "short", pattern: { UInt32($0) }) {
            Float(Int8(truncatingIfNeeded: $0))
        },
        Kind(name: "16sint", number: 7, bytes: 2, element: "int", pattern: { UInt32($0) &+ 0xFF80 }) {
            Float(Int16(truncatingIfNeeded: $0 + 0xFF80))
        },
        Kind(name: "32sint", number: 8, bytes: 4, element: "int", pattern: { UInt32(bitPattern: Int32($0 - 60)) }) {
            Float($0 - 60)
        },
    ]

    /// The pattern of a small whole number as half.
    private static let half: @Sendable (Int) -> UInt32 = { number in
        let bits = Float(number).bitPattern
        return number == 0 ? 0 : (bits >> 23 - 112) << 10 | (bits & 0x7F_FFFF) >> 13
    }

    private static func formatText(_ kind: Kind) -> String {
        """
        kernel void k(texture2d<\(kind.element), access::read> a [[texture(0)]],
                      texture2d<\(kind.element), access::write> b [[texture(1)]],
                      device float4* out [[buffer(0)]], uint i [[thread_position_in_grid]]) {
            uint2 at = uint2(i % a.get_width(), i / a.get_width());
            vec<\(kind.element), 4> v = a.read(at);
            out[i] = float4(v.x, v.y, v.z, v.w);
            b.write(v, ushort2(at));
        }
        """
    }

    @Test("texels of every format are read and written whole", arguments: kinds, [1, 2, 4])
    func formats(kind: Kind, channels: Int) async throws {
        let count = 32 * channels
        let bytes = (0..<count).flatMap { number in
            (0..<kind.bytes).map { UInt8(truncatingIfNeeded: kind.pattern(number) >> UInt32(8 * $0)) }
        }
        let image = Image(bytes: bytes, width: 8, kind: kind.number, channels: channels, channelBytes: kind.bytes)
        var empty = image
        empty.bytes = Array(repeating: 0xEE, count: bytes.count)
        for formats in [false, true] {
            for result in try await Self.run(Self.formatText(kind), [image, empty], formats: formats) {
                #expect(result.images[1] == bytes)
                let values = Self.floats(result.words)
                for texel in 0..<32 {
                    for channel in 0..<4 {
                        let wanted = channel < channels ? kind.value(texel * channels + channel) : channel == 3 ? 1 : 0
                        #expect(values[4 * texel + channel] == wanted)
                    }
                }
                #expect(result.notices.isEmpty)
            }
        }
    }

    private static let conversionText = """
        kernel void k(texture2d<float, access::read_write> a [[texture(0)]],
                      texture2d<int, access::write> b [[texture(1)]],
                      texture2d<uint, access::write> c [[texture(2)]],
                      uint i [[thread_position_in_grid]]) {
            if (i > 0) return;
            a.write(float4(-1.0, 0.5, 2.0, NAN), uint2(0, 0));
            a.write(float4(1.5 / 255.0, 2.5 / 255.0, 0.9 / 255.0, 1.0), uint2(1, 0));
            a.fence();
            a.write(a.read(uint2(1, 0)), uint2(2, 0));
            b.write(int4(-200, 200, -128, 127), uint2(0, 0));
            c.write(uint4(70000, 65535, 1, 0), uint2(0, 0));
        }
        """

    @Test("what a format cannot hold is clamped and rounded")
    func conversions() async throws {
        let unorm = Image(bytes: Array(repeating: 7, count: 12), width: 3, kind: 2, channels: 4, channelBytes: 1)
        let sint = Image(bytes: Array(repeating: 7, count: 4), width: 1, kind: 6, channels: 4, channelBytes: 1)
        let uint = Image(bytes: Array(repeating: 7, count: 8), width: 1, kind: 4, channels: 4, channelBytes: 2)
        for result in try await Self.run(Self.conversionText, [unorm, sint, uint]) {
            #expect(result.images[0] == [0, 128, 255, 0, 2, 2, 1, 255, 2, 2, 1, 255])
            #expect(result.images[1] == [0x80, 0x7F, 0x80, 0x7F])
            #expect(result.images[2] == [0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0])
        }
    }

    private static let outsideText = """
        kernel void k(texture2d<float, access::read> a [[texture(0)]],
                      texture2d<float, access::read_write> b [[texture(1)]],
                      texture2d<float, access::write> c [[texture(2)]],
                      device float4* out [[buffer(0)]], uint i [[thread_position_in_grid]]) {
            out[i] = i < 16
                ? a.read(uint2(i % 4, i / 4))
                : b.read(uint2(i % 4, i / 4 - 4));
            c.write(float4(9),
                uint2(i, 1));
        }
        """

    @Test("outside its bounds a texture reads as its border and ignores writes, and the checks tell")
    func outside() async throws {
        let values = (0..<24).map { Float($0 + 1) }
        let one = Image(Array(values[..<6]), width: 3)
        let four = Image(values, width: 3, channels: 4)
        for (number, result) in try await Self.run(Self.outsideText, [one, four, four]).enumerated() {
            let found = Self.floats(result.words)
            for i in 0..<16 {
                let isInside = i % 4 < 3 && i / 4 < 2
                #expect(Array(found[4 * i..<4 * i + 4]) == [isInside ? values[i / 4 * 3 + i % 4] : 0, 0, 0, 1])
            }
            for i in 0..<12 where i % 4 < 3 && i / 4 < 1 {
                #expect(found[64 + 4 * i] == values[(i / 4 * 3 + i % 4) * 4])
            }
            #expect(Array(found[(64 + 12)..<(64 + 16)]) == [0, 0, 0, 0])
            #expect(result.images[1] == four.bytes)
            let nines = Image(values[..<12] + Array(repeating: 9, count: 12), width: 3, channels: 4)
            #expect(result.images[2] == nines.bytes)
            let wanted: Set<MachineNotice> = [
                .textureOutside(line: 8, isWrite: false), .textureOutside(line: 9, isWrite: false),
                .textureOutside(line: 10, isWrite: true),
            ]
            #expect(result.notices == (number == 0 ? wanted : []))
        }
    }

    /// What sampling must give, written the obvious way in double precision.
    private static func sample(
        _ texels: [Float], _ width: Int, _ height: Int, _ x: Double, _ y: Double, mode: String, linear: Bool,
        pixel: Bool
    ) -> Double {
        func texel(_ column: Int, _ row: Int) -> Double {
            func wrap(_ i: Int, _ n: Int) -> Int? {
                switch mode {
                case "repeat": return ((i % n) + n) % n
                case "mirrored_repeat":
                    let m = ((i % (2 * n)) + 2 * n) % (2 * n)
                    return m < n ? m : 2 * n - 1 - m
                case "clamp_to_zero": return (0..<n).contains(i) ? i : nil
                default: return min(max(i, 0), n - 1)
                }
            }
            guard let column = wrap(column, width), let row = wrap(row, height) else { return 0 }
            return Double(texels[row * width + column])
        }
        let u = pixel ? x : x * Double(width)
        let v = pixel ? y : y * Double(height)
        if !linear { return texel(Int(u.rounded(.down)), Int(v.rounded(.down))) }
        let (left, top) = ((u - 0.5).rounded(.down), (v - 0.5).rounded(.down))
        let (a, b) = (u - 0.5 - left, v - 0.5 - top)
        let (i, j) = (Int(left), Int(top))
        return (texel(i, j) * (1 - a) + texel(i + 1, j) * a) * (1 - b)
            + (texel(i, j + 1) * (1 - a) + texel(i + 1, j + 1) * a) * b
    }

    private static func samplingText(_ mode: String, _ filter: String, isPixel: Bool) -> String {
        """
        constexpr sampler whole(coord::\(isPixel ? "pixel" : "normalized"), filter::\(filter), address::\(mode));
        kernel void k(texture2d<float> a [[texture(0)]], device float* out [[buffer(0)]],
                      uint i [[thread_position_in_grid]]) {
            constexpr sampler own(address::\(mode), coord::\(isPixel ? "pixel" : "normalized"), filter::\(filter));
            float2 at = float2(i) * float2(0.1718, 0.2406) - float2(1.3, 2.1);
            out[i] = a.sample(whole, at).x;
            out[32 + i] = a.sample(own, at, level(0.0)).x;
            out[64 + i] = a.sample(own, at, int2(1, -1)).x;
        }
        """
    }

    @Test(
        "samples are the nearest texel or a blend of four, beyond the edges as the address mode says",
        arguments: ["clamp_to_edge", "clamp_to_zero", "repeat", "mirrored_repeat"], ["nearest", "linear"])
    func sampling(mode: String, filter: String) async throws {
        let isPixel = mode == "clamp_to_edge"
        let (width, height) = (5, 3)
        let texels = (0..<15).map { Float(($0 * 7) % 16) }
        for result in try await Self.run(
            Self.samplingText(mode, filter, isPixel: isPixel), [Image(texels, width: width)])
        {
            let values = Self.floats(result.words)
            for i in 0..<32 {
                let x = Double(Float(i) * Float(0.1718) - Float(1.3))
                let y = Double(Float(i) * Float(0.2406) - Float(2.1))
                let wanted = Self.sample(
                    texels, width, height, x, y, mode: mode, linear: filter == "linear", pixel: isPixel)
                let moved = Self.sample(
                    texels, width, height, x + (isPixel ? 1 : 1 / 5.0), y - (isPixel ? 1 : 1 / 3.0), mode: mode,
                    linear: filter == "linear", pixel: isPixel)
                #expect(abs(Double(values[i]) - wanted) < 1e-4)
                #expect(values[32 + i] == values[i])
                #expect(abs(Double(values[64 + i]) - moved) < 1e-4)
            }
        }
    }

    private static let functionText = """
        template <typename T, access A>
        T first(texture2d<T, A> image, uint2 at) { return image.read(at).x; }
        float second(const thread texture2d<float, access::read>& image, uint2 at) { return image.read(at).y; }
        using Target = texture2d<float, access::write>;
        template <typename T>
        kernel void f(texture2d<T, access::read> a [[texture(3)]], Target b [[texture(0)]],
                      device float* out [[buffer(0)]], ushort2 i [[thread_position_in_grid]]) {
            out[i.x] = first(a, uint2(i.x, 0)) + second(a, uint2(i.x, 0)) + a.get_height() + a.get_num_mip_levels();
            b.write(float4(i.x), i);
        }
        template [[host_name("k")]] kernel void f<float>(
            texture2d<float, access::read>, Target, device float*, ushort2);
        """

    @Test("textures go to functions by value and by reference, and templates have them")
    func functions() async throws {
        let image = Image((0..<64).map { Float($0) }, width: 32, channels: 2)
        for result in try await Self.run(Self.functionText, [image, Image(Array(repeating: 0, count: 32), width: 32)]) {
            #expect(Self.floats(Array(result.words[..<32])) == (0..<32).map { Float(4 * $0 + 3) })
            #expect(result.images[1] == Image((0..<32).map { Float($0) }, width: 32).bytes)
        }
    }

    /// What the document on dialects may name.
    static var texts: [String] {
        [conversionText, outsideText, functionText, "access::sample"] + kinds.map(formatText)
            + ["clamp_to_edge", "clamp_to_zero", "repeat", "mirrored_repeat"].flatMap { mode in
                ["nearest", "linear"].map { samplingText(mode, $0, isPixel: mode == "clamp_to_edge") }
            }
    }

    static let refused: [(text: String, message: String)] = [
        (
            "kernel void k(texture3d<float> t [[texture(0)]]) {}",
            "k.metal:3:15: error: textures of type 'texture3d' are not supported"
        ),
        (
            "kernel void k(depth2d<float> t [[texture(0)]]) {}",
            "k.metal:3:15: error: textures of type 'depth2d' are not supported"
        ),
        (
            "kernel void k(array<texture2d<float>, 4> t [[texture(0)]]) {}",
            "k.metal:3:15: error: arrays of textures are not supported"
        ),
        (
            "kernel void k(texture2d<float> t [[texture(0)]], sampler s [[sampler(0)]]) {}",
            "k.metal:3:62: error: samplers as kernel parameters are not supported"
        ),
        (
            "kernel void k(texture2d<float> t [[texture(128)]]) {}",
            "'texture' takes a number from 0 to 127, as in [[texture(0)]]"
        ),
        (
            "kernel void k(texture2d<float, access::read> t [[texture(0)]], uint2 i [[thread_position_in_grid]]) "
                + "{ t.write(float4(1), i); }",
            "write() needs a texture with access::write or read_write"
        ),
        (
            "kernel void k(texture2d<float, access::write> t [[texture(0)]], uint2 i [[thread_position_in_grid]]) "
                + "{ t.write(t.read(i), i); }",
            "read() needs a texture with access::read, read_write or sample"
        ),
        (
            "kernel void k(texture2d<double> t [[texture(0)]]) {}", "'double' is not supported in Metal"
        ),
        (
            "kernel void k(texture2d<float> t [[texture(0)]], device float* p) { constexpr sampler s(coord::pixel, "
                + "address::repeat); p[0] = t.sample(s, float2(1)).x; }",
            "must be initialized by a constant expression"
        ),
        (
            "kernel void k(texture2d<float> t [[texture(0)]], device float* p) { constexpr sampler "
                + "s(compare_func::less); p[0] = t.sample(s, float2(1)).x; }",
            "undeclared identifier 'compare_func'"
        ),
        (
            "kernel void k(texture2d<float> t [[texture(0)]], device float* p) { constexpr sampler s; "
                + "p[0] = t.gather(s, float2(1)).x; }",
            "no member named 'gather'"
        ),
    ]

    @Test("what textures cannot do here is refused by name", arguments: refused)
    func refusals(text: String, message: String) async throws {
        let refusal = try await Compiling.refusal("#include <metal_stdlib>\nusing namespace metal;\n" + text)
        #expect(refusal.contains(message))
    }
}
