#!/usr/bin/env bash
# Runs the tests of Neural with another oneDNN than the system's:
#     Scripts/test-neural-with-onednn.sh [VERSION] [SWIFT TEST ARGUMENT ...]
# VERSION is that of the packages onednn-cpu-gomp and onednn-devel-cpu-gomp on PyPI: 2023.2.0, the default, is oneDNN 3.2.
# Everything lies in .build-onednn-VERSION: the library, its headers, and a package of these tests and nothing else.
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
version="${1:-2023.2.0}"
[ $# -eq 0 ] || shift
folder="$here/.build-onednn-$version"
data() { echo "$folder/$1-$version.data/data"; }

library="$(data onednn_cpu_gomp)/lib"

mkdir -p "$folder/tests/Tests"
for package in onednn-cpu-gomp onednn-devel-cpu-gomp; do
    [ -d "$(data "${package//-/_}")" ] && continue
    echo "Fetching $package $version" >&2
    python3 -m pip download --quiet --no-deps --dest "$folder" "$package==$version"
    for wheel in "$folder/${package//-/_}"-*.whl; do python3 -m zipfile -e "$wheel" "$folder"; done
done
ln -sfn "$here/Tests/NeuralTests" "$folder/tests/Tests/NeuralTests"
cat > "$folder/tests/Package.swift" <<END
// swift-tools-version: 6.2
import PackageDescription

let name = "$(basename "$here")"
let package = Package(
    name: "NeuralTests", platforms: [.macOS(.v14)], dependencies: [.package(path: "$here")],
    targets: [
        .testTarget(
            name: "NeuralTests",
            dependencies: [
                .product(name: "UndertoneNeural", package: name), .product(name: "UndertoneAudio", package: name),
            ],
            resources: [.copy("Golden")],
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
            ],
            // By its path, since the system's folders are searched first; its functions are then the first that are found.
            linkerSettings: [
                .unsafeFlags(["$library/libdnnl.so", "-Xlinker", "-rpath", "-Xlinker", "$library"])
            ])
    ])
END
cd "$folder/tests"
exec "${SWIFT:-swift}" test -c release "$@" -Xcc "-I$(data onednn_devel_cpu_gomp)/include"
