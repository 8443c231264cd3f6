import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures

extension VoiceReference {
    /// Measures the voices of some rows of a protocol, on all cores; nil without enough neutral ones.
    ///
    /// A recording that cannot be read any more is left out.
    ///
    /// - Parameters:
    ///   - sampleRate: the rate, in hertz, at which the model listens.
    ///   - progress: called after each recording with the number done.
    /// - Throws: `CancellationError`.
    public static func measuring(
        _ subject: ProtocolEvaluation.Subject, rows: [Int], sampleRate: Int, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> VoiceReference? {
        let recordings = rows.map { (subject.files[$0], subject.data.labels[subject.data.classes[$0]]) }
        let voices = try await concurrentMap(recordings, progress: progress) { path, emotion in
            try voice(of: path, sampleRate: sampleRate).map { (emotion: emotion, voice: $0) }
        }
        return VoiceReference(voices: voices.compactMap { $0 })
    }

    private static func voice(of path: String, sampleRate: Int) throws -> VoiceSummary? {
        do {
            let reader = try AudioReader(path: path, options: DecodingOptions(sampleRate: sampleRate))
            var stream = VoiceSummaryStream(sampleRate: reader.sampleRate)
            while let block = try reader.nextBlock() {
                try Task.checkCancellation()
                stream.accept(block)
            }
            return stream.finish()
        } catch let error as CancellationError {
            throw error
        } catch {
            return nil
        }
    }
}
