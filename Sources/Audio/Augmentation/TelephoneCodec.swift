import CSndFile
import Foundation

/// How a telephone carries a voice.
public enum TelephoneCodec: String, Codable, Hashable, Sendable, CaseIterable {
    /// G.711, the fixed network: 8 bits a sample on a logarithmic scale, 64 kbit/s.
    case muLaw = "mu-law"
    /// GSM 06.10 full rate, the first mobile phones: 13 kbit/s.
    case gsm
    /// Opus at about 12 kbit/s, calls over the internet.
    case opus

    /// What the other end hears: resampled to 8 kHz, 300 to 3400 Hz let through, encoded, decoded, and back at the rate it had.
    ///
    /// - Parameters:
    ///   - samples: what is beyond full scale is clipped; infinite ones and NaN count as 0.
    ///   - sampleRate: in hertz.
    /// - Returns: as many samples, aligned in time with those that went in.
    /// - Throws: `AugmentationError` when a library refuses.
    public func transmitted(_ samples: [Float], sampleRate: Int) throws(AugmentationError) -> [Float] {
        guard !samples.isEmpty else { return [] }
        let narrow = try Self.resampled(samples.boundedSamples, from: sampleRate, to: Self.sampleRate)
        let delay = Self.band.delay
        let limited = Self.band.convolution.applied(to: narrow).dropFirst(delay).prefix(narrow.count)
            .map { min(1, max(-1, $0)) }
        let heard = try roundTrip(limited)
        var output = try Self.resampled(heard, from: Self.sampleRate, to: sampleRate)
        output.fit(toCount: samples.count)
        return output
    }

    /// Encodes and decodes samples at 8 kHz in −1…1: as many come out.
    public func roundTrip(_ samples: [Float]) throws(AugmentationError) -> [Float] {
        guard !samples.isEmpty else { return [] }
        let format =
            switch self {
            case .muLaw: SF_FORMAT_WAV | SF_FORMAT_ULAW
            case .gsm: SF_FORMAT_WAV | SF_FORMAT_GSM610
            case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
            }
        let output = MemoryFile().roundTrip(
            samples, sampleRate: Int32(Self.sampleRate), format: Int32(format),
            compression: self == .opus ? Self.opusCompression : nil)
        guard let output else { throw .codecMissing(rawValue) }
        return output
    }

    private static func resampled(_ samples: [Float], from: Int, to: Int) throws(AugmentationError) -> [Float] {
        do {
            return try Signal(samples: samples, sampleRate: from).resampled(to: to).samples
        } catch {
            throw .resampling("\(error.fact)")
        }
    }

    /// In hertz.
    public static let sampleRate = 8000
    /// libsndfile's scale from 0 (256 kbit/s) to 1 (6 kbit/s).
    private static let opusCompression = 0.976
    private static let band = BandFilter(300...3400, sampleRate: sampleRate)
}

/// A filter that lets a band through and delays all frequencies alike: two sinc low-passes under a Hamming window.
private struct BandFilter {
    let convolution: Convolution
    /// In samples.
    let delay: Int

    init(_ band: ClosedRange<Double>, sampleRate: Int) {
        // The edges are 100 Hz wide at 8 kHz.
        let delay = 128
        let window = WindowFunction.hamming.values(length: 2 * delay + 1)
        func lowPass(_ frequency: Double, _ index: Int) -> Double {
            let cycles = 2 * frequency / Double(sampleRate)
            let phase = Double.pi * cycles * Double(index)
            return index == 0 ? cycles : cycles * sin(phase) / phase
        }
        convolution = Convolution(
            (-delay...delay).map { index in
                Float(lowPass(band.upperBound, index) - lowPass(band.lowerBound, index)) * window[index + delay]
            })
        self.delay = delay
    }
}

extension [Float] {
    /// Cuts the end off, or adds silence to it.
    mutating func fit(toCount count: Int) {
        if self.count > count {
            removeLast(self.count - count)
        } else if self.count < count {
            self += [Float](repeating: 0, count: count - self.count)
        }
    }
}
