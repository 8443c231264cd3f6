import Undertone
import UndertoneAudio

extension Recognizer {
    /// Listens to recordings to get used to how they sound, behind a progress bar.
    ///
    /// - Returns: what was heard, and what is to be said of recordings that cannot be read.
    func hear(
        _ recordings: [String], options: DecodingOptions, title: String
    ) async throws -> (heard: HeardVoice, complaints: [String]) {
        let bar = ProgressBar(title, total: recordings.count)
        defer { bar.finish() }
        let parts = try await concurrentMap(recordings, progress: { bar.update($0) }) { path in
            do {
                return Result<HeardVoice, any Error>.success(try self.voice(AudioReader(path: path, options: options)))
            } catch let error as CancellationError {
                throw error
            } catch {
                return .failure(error)
            }
        }
        var heard = HeardVoice()
        var complaints: [String] = []
        for part in parts {
            switch part {
            case .success(let utterances): heard.append(utterances)
            case .failure(let error): complaints.append("\(error)")
            }
        }
        return (heard, complaints)
    }
}
