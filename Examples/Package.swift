// swift-tools-version: 6.2
import PackageDescription

// Programs that embed Undertone, with nothing but its public API: swift run --package-path Examples live-voice call.wav
let package = Package(
    name: "UndertoneExamples",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "Undertone", path: "..")],
    targets: [
        .executableTarget(
            name: "live-voice",
            dependencies: [
                .product(name: "Undertone", package: "Undertone"),
                .product(name: "UndertoneAudio", package: "Undertone"),
            ],
            path: "Sources/LiveVoice")
    ]
)
