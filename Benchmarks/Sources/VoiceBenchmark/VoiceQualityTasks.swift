import UndertoneFeatures

enum VoiceQualityTasks {
    static let names = [
        "jitter_local", "jitter_rap", "jitter_ppq5", "shimmer_local", "shimmer_local_db", "shimmer_apq3", "shimmer_apq5",
        "hnr_mean",
    ]

    static func functionals(list: String) throws {
        let computer = try VoiceQualityComputer(sampleRate: 16000)
        let columns = names.compactMap(computer.functionalNames.firstIndex(of:))
        try Listing.each(list, columns: names.count) { samples in
            let row = computer.functionals(of: samples)
            return columns.map { row[$0] }
        }
    }

    static func formants(list: String) throws {
        let tracker = try FormantTracker(sampleRate: 16000)
        try Listing.each(list, columns: 4) { samples in
            tracker.track(of: samples).frames.flatMap { formants in
                (0..<4).map { $0 < formants.count ? formants[$0].frequency : .nan }
            }
        }
    }
}
