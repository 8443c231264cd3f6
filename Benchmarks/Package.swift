// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a user of Undertone never builds it. One executable a benchmark.
let package = Package(
    name: "UndertoneBenchmarks",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "Undertone", path: "..")],
    targets: [
        // A peer of our transform, for the benchmark only.
        .systemLibrary(name: "CKissFFT", providers: [.apt(["libkissfft-dev"]), .brew(["kissfft"])]),
        .executableTarget(
            name: "FeatureBenchmark",
            dependencies: [
                "CKissFFT",
                .product(name: "UndertoneAudio", package: "Undertone"),
                .product(name: "UndertoneFeatures", package: "Undertone"),
            ]),
        .executableTarget(
            name: "VoiceBenchmark",
            dependencies: [
                .product(name: "UndertoneAudio", package: "Undertone"),
                .product(name: "UndertoneFeatures", package: "Undertone"),
            ]),
        .executableTarget(
            name: "NoiseBenchmark", dependencies: [.product(name: "UndertoneAudio", package: "Undertone")]),
        .executableTarget(
            name: "SpeechBenchmark",
            dependencies: [
                .product(name: "UndertoneAudio", package: "Undertone"),
                .product(name: "UndertoneFeatures", package: "Undertone"),
            ]),
        .executableTarget(
            name: "MomentBenchmark",
            dependencies: [
                .product(name: "Undertone", package: "Undertone"),
                .product(name: "UndertoneAudio", package: "Undertone"),
            ]),
        .executableTarget(
            name: "NeuralBenchmark",
            dependencies: [
                .product(name: "UndertoneAudio", package: "Undertone"),
                .product(name: "UndertoneNeural", package: "Undertone"),
            ]),
        .executableTarget(
            name: "ClassifierComparison",
            dependencies: [
                .product(name: "UndertoneAffect", package: "Undertone"),
                .product(name: "UndertoneFeatures", package: "Undertone"),
                .product(name: "UndertoneLearning", package: "Undertone"),
            ]),
    ]
)
