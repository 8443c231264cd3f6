// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// One room of the house: `Sources/<name>` holds the target `Undertone<name>`, `Tests/<name>Tests` its tests.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(
        name: "Undertone\(name)", dependencies: dependencies, path: "Sources/\(name)", resources: resources,
        swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)Tests",
        resources: resources, swiftSettings: settings)
}

func library(_ name: String, pkgConfig: String? = nil, apt: String, brew: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/Libraries/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt]), .brew([brew])])
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// What only the server is built with; `swift build --product undertone` leaves it alone.
let serverLibraries: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    logging,
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

let package = Package(
    name: "Undertone",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "Undertone", targets: ["Undertone"]),
        .library(name: "UndertoneAffect", targets: ["UndertoneAffect"]),
        .library(name: "UndertoneAudio", targets: ["UndertoneAudio"]),
        .library(name: "UndertoneFeatures", targets: ["UndertoneFeatures"]),
        .library(name: "UndertoneCorpora", targets: ["UndertoneCorpora"]),
        .library(name: "UndertoneEvaluation", targets: ["UndertoneEvaluation"]),
        .library(name: "UndertoneLearning", targets: ["UndertoneLearning"]),
        .library(name: "UndertoneNeural", targets: ["UndertoneNeural"]),
        .library(name: "UndertonePictures", targets: ["UndertonePictures"]),
        .library(name: "UndertoneServer", targets: ["UndertoneServer"]),
        .executable(name: "undertone", targets: ["CommandLineTool"]),
        .executable(name: "undertone-server", targets: ["ServerTool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The server's.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Floor 0: C libraries.
        .systemLibrary(name: "CAllocator", path: "Sources/Libraries/CAllocator"),
        library("CCairo", pkgConfig: "cairo", apt: "libcairo2-dev", brew: "cairo"),
        library("CDNNL", apt: "libdnnl-dev", brew: "onednn"),
        library("CEBUR128", pkgConfig: "libebur128", apt: "libebur128-dev", brew: "libebur128"),
        library("CPortAudio", apt: "portaudio19-dev", brew: "portaudio"),
        library("CSndFile", pkgConfig: "sndfile", apt: "libsndfile1-dev", brew: "libsndfile"),
        library("CSonic", apt: "libsonic-dev", brew: "sonic"),
        library("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev", brew: "libsoxr"),
        library("CSpeexDSP", pkgConfig: "speexdsp", apt: "libspeexdsp-dev", brew: "speexdsp"),
        library("CSVM", apt: "libsvm-dev", brew: "libsvm"),
        library("CXGBoost", apt: "libxgboost-dev", brew: "xgboost"),
        library("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev", brew: "xxhash"),
        // Floor 1
        room("Affect"),
        room("Audio", ["CEBUR128", "CPortAudio", "CSndFile", "CSonic", "CSoxr", "CSpeexDSP", "CXXHash"]),
        room("Neural", ["CDNNL"]),
        // Floor 2
        room("Features", ["UndertoneAudio"]),
        room("Corpora", ["UndertoneAudio", "UndertoneAffect"], resources: [.embedInCode("Protocols")]),
        // Floor 3
        room("Evaluation", ["UndertoneAudio", "UndertoneAffect"]),
        room(
            "Learning",
            [
                "UndertoneEvaluation", "UndertoneFeatures", "UndertoneCorpora", "UndertoneNeural", "UndertoneAudio",
                "UndertoneAffect", "CSVM", "CXGBoost",
            ]),
        room("Pictures", ["UndertoneFeatures", "UndertoneAudio", "UndertoneAffect", "CCairo"]),
        // Floor 4
        .target(
            name: "Undertone",
            dependencies: ["UndertoneLearning", "UndertoneFeatures", "UndertoneAudio", "UndertoneAffect"],
            path: "Sources/Undertone", resources: [.copy("Models")], swiftSettings: settings),
        // Floor 5
        .executableTarget(
            name: "CommandLineTool",
            dependencies: [
                "Undertone", "UndertoneLearning", "UndertoneEvaluation", "UndertonePictures", "UndertoneFeatures",
                "UndertoneCorpora", "UndertoneNeural", "UndertoneAudio", "UndertoneAffect", argumentParser,
            ],
            path: "Sources/CommandLineTool", swiftSettings: settings),
        .target(
            name: "UndertoneServer",
            dependencies: ["Undertone", "UndertoneLearning", "UndertoneFeatures", "UndertoneAudio", "UndertoneAffect", "CAllocator"]
                + serverLibraries,
            path: "Sources/Server", resources: [.embedInCode("Page")], swiftSettings: settings),
        .executableTarget(
            name: "ServerTool", dependencies: ["UndertoneServer", logging, argumentParser], path: "Sources/ServerTool",
            swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["UndertoneAudio", "CSndFile"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("Affect", ["UndertoneAffect"]),
        tests("Audio", ["UndertoneAudio"]),
        tests("Features", ["UndertoneFeatures", "UndertoneAudio"], resources: [.copy("Golden")]),
        tests("Corpora", ["UndertoneCorpora", "UndertoneAudio", "UndertoneAffect"]),
        tests("Neural", ["UndertoneNeural", "UndertoneAudio"], resources: [.copy("Golden")]),
        tests("Evaluation", ["UndertoneEvaluation", "UndertoneAudio", "UndertoneAffect"]),
        tests(
            "Learning",
            [
                "UndertoneLearning", "UndertoneEvaluation", "UndertoneFeatures", "UndertoneCorpora", "UndertoneNeural",
                "UndertoneAudio", "UndertoneAffect", "CSVM",
            ]),
        tests(
            "Server",
            [
                "UndertoneServer", "ServerTool", "CommandLineTool", "Undertone", "UndertoneAudio",
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + serverLibraries),
        tests("Pictures", ["UndertonePictures", "UndertoneFeatures", "UndertoneAudio", "UndertoneAffect"]),
        tests(
            "Undertone",
            ["Undertone", "UndertoneLearning", "UndertoneNeural", "UndertoneFeatures", "UndertoneAudio", "UndertoneAffect"]),
        tests(
            "CommandLineTool",
            ["CommandLineTool", "ServerTool", "Undertone", "UndertoneLearning", "UndertoneFeatures", "UndertoneAudio", "UndertoneAffect"]),
    ]
)
