import CPortAudio
import Foundation

/// A device that records, as the system lists it.
public struct RecordingDevice: Hashable, Sendable {
    public let name: String
    /// The rate, in hertz, at which it likes to record.
    public let sampleRate: Int
    /// How many channels it records at most.
    public let channelCount: Int
    /// Whether the system records with this one unless told otherwise.
    public let isDefault: Bool
    fileprivate let index: PaDeviceIndex
}

/// Records one channel from a microphone, block by block, through PortAudio.
///
///     let microphone = try Microphone()
///     while let block = try microphone.nextBlock() { … }
///
/// One task uses it. Recording ends with ``stop()`` or when the microphone is let go.
public final class Microphone {
    public let device: RecordingDevice
    /// In hertz.
    public let sampleRate: Int
    /// How often the system had to throw sound away because nobody asked for it in time.
    public private(set) var lossCount = 0
    private let library: PortAudio
    private var stream: UnsafeMutableRawPointer?
    private let blockSize: Int

    /// The devices that record; none where there is no sound system.
    ///
    /// - Throws: ``MicrophoneError/refused(device:reason:)``.
    public static func devices() throws(MicrophoneError) -> [RecordingDevice] { try PortAudio().devices }

    /// Begins to record.
    ///
    /// - Parameters:
    ///   - name: a device's name, or a part of it that no other has; nil for the system's choice.
    ///   - blockDuration: in seconds.
    /// - Throws: ``MicrophoneError``.
    public init(named name: String? = nil, blockDuration: Double = 0.02) throws(MicrophoneError) {
        library = try PortAudio()
        device = try Self.choose(name, from: library.devices)
        sampleRate = device.sampleRate
        blockSize = max(1, Int(Double(sampleRate) * min(1, max(0.001, blockDuration))))
        let latency = Pa_GetDeviceInfo(device.index)?.pointee.defaultHighInputLatency ?? 0.1
        var parameters = PaStreamParameters(
            device: device.index, channelCount: 1, sampleFormat: PaSampleFormat(0x1), suggestedLatency: latency,
            hostApiSpecificStreamInfo: nil)
        let opened = Pa_OpenStream(
            &stream, &parameters, nil, Double(sampleRate), UInt(blockSize), PaStreamFlags(0), nil, nil)
        guard opened == 0, let stream else {
            throw .refused(device: device.name, reason: PortAudio.reason(opened))
        }
        let started = Pa_StartStream(stream)
        guard started == 0 else {
            Pa_CloseStream(stream)
            self.stream = nil
            throw .refused(device: device.name, reason: PortAudio.reason(started))
        }
    }

    deinit { stop() }

    /// The next samples, full scale ±1, as soon as they have come; nil once it was stopped.
    ///
    /// - Throws: ``MicrophoneError`` when the device fails or is unplugged.
    public func nextBlock() throws(MicrophoneError) -> [Float]? {
        guard let stream else { return nil }
        var failure: PaError = 0
        let block = [Float](unsafeUninitializedCapacity: blockSize) { space, filled in
            failure = Pa_ReadStream(stream, space.baseAddress, UInt(blockSize))
            filled = failure == 0 || failure == PortAudio.overflow ? blockSize : 0
        }
        if failure == PortAudio.overflow { lossCount += 1 } else if failure != 0 {
            throw .refused(device: device.name, reason: PortAudio.reason(failure))
        }
        return block
    }

    /// Ends the recording; what has not been asked for is lost.
    public func stop() {
        guard let stream else { return }
        Pa_AbortStream(stream)
        Pa_CloseStream(stream)
        self.stream = nil
    }

    private static func choose(
        _ name: String?, from devices: [RecordingDevice]
    ) throws(MicrophoneError) -> RecordingDevice {
        guard let first = devices.first else { throw .noDevice }
        guard let name else { return devices.first(where: \.isDefault) ?? first }
        if let exact = devices.first(where: { $0.name == name }) { return exact }
        let similar = devices.filter { $0.name.localizedCaseInsensitiveContains(name) }
        guard let only = similar.first, similar.count == 1 else { throw .unknownDevice(name, known: devices.map(\.name)) }
        return only
    }
}

/// PortAudio, for as long as somebody needs it: it counts by itself how often it was started and ended.
private final class PortAudio {
    /// `paInputOverflowed`.
    static let overflow: PaError = -9981

    init() throws(MicrophoneError) {
        let status = Self.quietly { Pa_Initialize() }
        guard status == 0 else { throw .refused(device: nil, reason: Self.reason(status)) }
    }

    deinit { Pa_Terminate() }

    var devices: [RecordingDevice] {
        let chosen = Pa_GetDefaultInputDevice()
        return (0..<max(0, Pa_GetDeviceCount())).compactMap { index in
            guard let information = Pa_GetDeviceInfo(index)?.pointee, information.maxInputChannels > 0 else { return nil }
            let rate = information.defaultSampleRate
            return RecordingDevice(
                name: information.name.map { String(cString: $0) } ?? "device \(index)",
                sampleRate: rate >= 1000 && rate <= 768_000 ? Int(rate) : 48000,
                channelCount: Int(information.maxInputChannels), isDefault: index == chosen, index: index)
        }
    }

    /// For example `invalid sample rate`.
    static func reason(_ status: PaError) -> String {
        let words = Pa_GetErrorText(status).map { String(cString: $0) } ?? "error \(status)"
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    /// While they look for devices, the libraries below PortAudio tell standard error about every one that is not there.
    private static func quietly(_ work: () -> PaError) -> PaError {
        let (kept, nowhere) = (dup(STDERR_FILENO), open("/dev/null", O_WRONLY | O_CLOEXEC))
        defer {
            close(kept)
            close(nowhere)
        }
        guard kept >= 0, nowhere >= 0 else { return work() }
        dup2(nowhere, STDERR_FILENO)
        defer { dup2(kept, STDERR_FILENO) }
        return work()
    }
}
