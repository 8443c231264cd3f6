import Synchronization
import UndertoneFeatures

/// How high speakers speak on average, gathered clip by clip, to compare a model's answers to low, medium and high voices.
///
/// A clip's mean fundamental frequency counts where it is within 50…350 Hz, as with Derington et al. (arXiv 2312.06270). Their
/// groups end at 145 and 190 Hz; here a third of the speakers is in each, so that a handful of speakers leaves no group empty.
final class SpeakerPitches: Sendable {
    private struct Sum {
        var total = 0.0
        var count = 0
    }

    private let tracker: PitchTracker
    private let sums = Mutex<[String: Sum]>([:])

    init(sampleRate: Int) throws {
        do { tracker = try PitchTracker(sampleRate: sampleRate) } catch { throw Failure(error) }
    }

    func add(_ samples: [Float], of speaker: String) {
        guard let mean = tracker.track(of: samples).meanFrequency, (50...350).contains(mean) else { return }
        sums.withLock { sums in
            sums[speaker, default: Sum()].total += mean
            sums[speaker, default: Sum()].count += 1
        }
    }

    /// `low`, `medium` or `high` by speaker; nobody's with fewer than three speakers.
    func groups() -> [String: String] {
        let speakers = sums.withLock { sums in
            sums.map { (name: $0.key, pitch: $0.value.total / Double($0.value.count)) }
        }.sorted { ($0.pitch, $0.name) < ($1.pitch, $1.name) }
        guard speakers.count >= 3 else { return [:] }
        let names = ["low", "medium", "high"]
        return Dictionary(
            uniqueKeysWithValues: speakers.enumerated().map { ($1.name, names[$0 * names.count / speakers.count]) })
    }
}
