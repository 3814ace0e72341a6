// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Settings shared by every Swift target: strict imports and isolation, and no warning survives.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

/// A library target with the shared settings.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// A test target with the shared settings; `exclude` names folders of data that its tests read where they lie.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "kernelswarm",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "kernelswarm", targets: ["kernelswarm"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Floor 0: what everything else stands on.
        .target(name: "CLanes", cSettings: [.unsafeFlags(["-O2", "-ffp-contract=off", "-fno-math-errno"])]),
        module("Diagnostics"),
        module("KernelIR"),
        // Floor 1: readers and the machine.
        module("StrictYAML", ["Diagnostics", yams]),
        module("KernelCompiler", ["Diagnostics", "KernelIR", subprocess, crypto], resources: [.copy("Headers")]),
        module("SIMTMachine", ["KernelIR", "CLanes"]),
        // Floor 2: time and verdicts.
        module("GPUTiming", ["Diagnostics", "SIMTMachine", "StrictYAML"]),
        module("Candidates", ["Diagnostics", "StrictYAML", crypto]),
        module(
            "Evaluation",
            [
                "Candidates", "Diagnostics", "GPUTiming", "KernelCompiler", "KernelIR", "SIMTMachine", "StrictYAML",
                crypto,
            ]),
        module("Profiling", ["Evaluation", "GPUTiming", "SIMTMachine"]),
        module("GroundTruth", ["Diagnostics", "Evaluation", "GPUTiming", "KernelCompiler", "SIMTMachine"]),
        // Floor 3: the swarm.
        module("Blackboard", [crypto, grdb]),
        module("AgentModels", ["Diagnostics", mustache]),
        module("OfflineSearch", ["Candidates"]),
        module("SwarmConfig", ["Diagnostics", "StrictYAML"]),
        module(
            "Swarm",
            [
                "AgentModels", "Blackboard", "Candidates", "Diagnostics", "Evaluation", "GPUTiming", "OfflineSearch",
                "StrictYAML", "SwarmConfig",
            ]),
        module("Audit", ["Blackboard", grdb]),
        // The command.
        module(
            "KernelSwarmCLI",
            [
                "AgentModels", "Audit", "Blackboard", "Candidates", "Diagnostics", "Evaluation", "GPUTiming",
                "GroundTruth", "KernelCompiler", "Profiling", "Swarm", "SwarmConfig", argumentParser,
            ]),
        .executableTarget(name: "kernelswarm", dependencies: ["KernelSwarmCLI"], swiftSettings: settings),
        // Tests.
        module("TestSupport", [flyingFox, flyingSocks]),
        module("SeededKernels", ["Candidates", "Evaluation", "GPUTiming", "KernelCompiler"]),
        tests("CLanesTests", ["CLanes"]),
        tests("KernelIRTests", ["KernelIR"]),
        tests("KernelCompilerTests", ["Diagnostics", "KernelCompiler", "KernelIR", "SIMTMachine"]),
        tests("SIMTMachineTests", ["KernelIR", "SIMTMachine"]),
        tests("GPUTimingTests", ["Diagnostics", "GPUTiming", "SIMTMachine"]),
        tests("CandidatesTests", ["Candidates", "Diagnostics"]),
        tests(
            "EvaluationTests",
            [
                "Candidates", "Diagnostics", "Evaluation", "GPUTiming", "KernelCompiler", "SIMTMachine",
                "SeededKernels",
                "StrictYAML",
            ]),
        tests(
            "GroundTruthTests", ["Diagnostics", "GPUTiming", "GroundTruth", "KernelCompiler", "SIMTMachine"],
            resources: [
                .copy("a6000"), .copy("h200"), .copy("h200-other"), .copy("h200-alternatives"), .copy("h200-fourth"),
            ]),
        tests("ProfilingTests", ["Evaluation", "GPUTiming", "Profiling", "SIMTMachine"]),
        tests("BlackboardTests", ["Audit", "Blackboard", grdb]),
        tests("AgentModelsTests", ["AgentModels", "Diagnostics", "TestSupport"]),
        tests("OfflineSearchTests", ["Candidates", "OfflineSearch"], exclude: ["Spaces"]),
        tests("SwarmConfigTests", ["Diagnostics", "StrictYAML", "SwarmConfig"]),
        tests(
            "SwarmTests",
            [
                "AgentModels", "Audit", "Blackboard", "Candidates", "Diagnostics", "Evaluation", "GPUTiming",
                "OfflineSearch",
                "Swarm", "SwarmConfig", "TestSupport",
            ]),
        tests("KernelSwarmCLITests", ["Audit", "Blackboard", "TestSupport", "kernelswarm"]),
    ]
)

/// A program that measures, in `Sources/Benchmarks`.
func benchmark(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/Benchmarks/\(name)", exclude: exclude,
        swiftSettings: settings)
}

// Benchmarks are built on demand only: KERNELSWARM_BENCHMARKS=1 swift build -c release.
if ProcessInfo.processInfo.environment["KERNELSWARM_BENCHMARKS"] != nil {
    package.targets += [
        benchmark("CardResults", ["GroundTruth", "KernelCompiler"]),
        benchmark("CheatPanel", ["Evaluation", "GPUTiming", "KernelCompiler", "SeededKernels"]),
        benchmark("CheckCost", ["KernelCompiler", "SIMTMachine"]),
        benchmark("CompareOclgrind", ["KernelCompiler", "SIMTMachine"]),
        benchmark("EnumerateSpace", ["Candidates", "Diagnostics", "Evaluation", "GPUTiming", "KernelCompiler"]),
        benchmark("FoundGains", ["Candidates", "Diagnostics", "Evaluation", "GPUTiming", "KernelCompiler"]),
        benchmark(
            "FuzzKernels",
            [
                "Candidates", "Evaluation", "GPUTiming", "KernelCompiler", "KernelIR", "SIMTMachine", "SeededKernels",
            ]),
        benchmark(
            "MeasuredKernels", ["Diagnostics", "Evaluation", "GroundTruth", "KernelCompiler", "SIMTMachine"],
            exclude: ["Scripts"]),
        benchmark(
            "RealKernels", ["Diagnostics", "Evaluation", "KernelCompiler", "KernelIR", "SIMTMachine"],
            exclude: ["Scripts"]),
    ]
}
