/// The two Geneva sets, with the names and the order of openSMILE's tables, so that scripts for those read ours.
enum GeMAPSSet: Hashable, Sendable {
    /// 62 functionals of 18 descriptors (openSMILE's GeMAPSv01b).
    case gemaps
    /// 88 functionals of 25 descriptors (eGeMAPSv02).
    case egemaps

    /// The columns of a frame.
    var frameNames: [String] { frameColumns.map { Self.extendedFrameNames[$0] } }

    /// The columns of a recording.
    var functionalNames: [String] { functionalColumns.map { Self.extendedFunctionalNames[$0] } }

    /// Which of the extended set's frame columns belong to the set. What the sets share they define alike.
    var frameColumns: [Int] {
        Self.extendedFrameNames.indices.filter { self == .egemaps || !Self.isExtension(Self.extendedFrameNames[$0]) }
    }

    /// Which of the extended set's functionals belong to the set.
    var functionalColumns: [Int] {
        Self.extendedFunctionalNames.indices.filter { self == .egemaps || !Self.isExtension(Self.extendedFunctionalNames[$0]) }
    }

    /// Flux, cepstral coefficients, the bandwidths of F2 and F3 and the sound level are what the extended set adds.
    private static func isExtension(_ name: String) -> Bool {
        ["spectralFlux", "mfcc", "F2bandwidth", "F3bandwidth", "equivalentSoundLevel"].contains { name.hasPrefix($0) }
    }

    private static let extendedFrameNames =
        ["Loudness", "alphaRatio", "hammarbergIndex", "slope0-500", "slope500-1500", "spectralFlux"].map { $0 + "_sma3" }
        + (1...4).map { "mfcc\($0)_sma3" } + voiceNames + formantNames.flatMap { $0 }

    private static let voiceNames =
        ["F0semitoneFrom27.5Hz", "jitterLocal", "shimmerLocaldB", "HNRdBACF", "logRelF0-H1-H2", "logRelF0-H1-A3"]
        .map { $0 + "_sma3nz" }

    private static let formantNames = (1...3).map { formant in
        ["frequency", "bandwidth", "amplitudeLogRelF0"].map { "F\(formant)\($0)_sma3nz" }
    }

    private static let extendedFunctionalNames: [String] = {
        let contour = [
            "amean", "stddevNorm", "percentile20.0", "percentile50.0", "percentile80.0", "pctlrange0-2", "meanRisingSlope",
            "stddevRisingSlope", "meanFallingSlope", "stddevFallingSlope",
        ]
        let moments = ["amean", "stddevNorm"]
        let balance = ["alphaRatio", "hammarbergIndex", "slope0-500", "slope500-1500", "spectralFlux"]
        func names(_ descriptors: [String], _ functionals: [String]) -> [String] {
            descriptors.flatMap { descriptor in functionals.map { "\(descriptor)_\($0)" } }
        }
        /// The slopes carry the letters after their first word, the others at the end.
        func spread(_ descriptors: [String], over frames: String) -> [String] {
            descriptors.map { name in
                name.hasPrefix("slope") ? "slope\(frames)\(name.dropFirst(5))_sma3nz" : "\(name)\(frames)_sma3nz"
            }
        }
        let cepstral = (1...4).map { "mfcc\($0)" }
        return names([voiceNames[0], "loudness_sma3"], contour)
            + names((["spectralFlux"] + cepstral).map { $0 + "_sma3" }, moments)
            + names(Array(voiceNames.dropFirst()) + formantNames.flatMap { $0 }, moments)
            + names(spread(balance + cepstral, over: "V"), moments) + names(spread(balance, over: "UV"), ["amean"])
            + [
                "loudnessPeaksPerSec", "VoicedSegmentsPerSec", "MeanVoicedSegmentLengthSec", "StddevVoicedSegmentLengthSec",
                "MeanUnvoicedSegmentLength", "StddevUnvoicedSegmentLength", "equivalentSoundLevel_dBp",
            ]
    }()
}
