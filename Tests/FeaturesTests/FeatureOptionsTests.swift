import Foundation
import Testing
import UndertoneAudio
import UndertoneFeatures

struct FeatureOptionsTests {
    private func refusal(_ change: (inout DescriptorOptions) -> Void) -> String? {
        var options = DescriptorOptions(groups: DescriptorGroup.allCases)
        change(&options)
        do {
            _ = try DescriptorComputer(options)
            return nil
        } catch { return error.description }
    }

    @Test func `impossible options are refused with a sentence`() {
        #expect(refusal { _ in } == nil)
        #expect(
            refusal { $0.frames.transformLength = 400 }
                == "The transform length is 400; it must be a power of two from 32 to 65536.")
        #expect(
            refusal { $0.frames.windowLength = 600 }
                == "The window of 600 samples is longer than the transform of 512.")
        #expect(
            refusal { $0.frames.hopLength = 0 } == "The feature option hopLength is 0; it must be from 1 to 1000000.")
        #expect(refusal { $0.mel.bands = 0 } == "The feature option mel.bands is 0; it must be from 1 to 1024.")
        #expect(
            refusal { $0.mel.maximumFrequency = 9000 }
                == "The mel bands would run from 0.0 Hz to 9000.0 Hz; they must rise and end at 8000.0 Hz or below.")
        #expect(refusal { $0.mfcc.count = 129 } == "The feature option mfcc.count is 129; it must be from 1 to 128.")
        #expect(
            refusal { $0.spectral.contrastBands = 8 }
                == "Spectral contrast with 8 bands from 200.0 Hz passes 8000.0 Hz; lower one of the two.")
        #expect(refusal { $0.groups = [] } == "The descriptors asked for must be at least one, and each only once.")
        #expect(
            refusal { $0.deltas = DeltaOptions(method: .savitzkyGolay(width: 4)) }
                == "The feature option deltas.width is 4; it must be odd, from 3 to 999.")
        #expect(refusal { $0.log.floor = 0 } != nil)
        #expect(refusal { $0.log.floor = .nan } != nil)
        #expect(refusal { $0.frames.sampleRate = 0 } != nil)
    }

    @Test(arguments: FeatureConvention.allCases)
    func `options survive encoding`(convention: FeatureConvention) throws {
        let options = DescriptorOptions(
            groups: DescriptorGroup.allCases, convention: convention, deltas: DeltaOptions(convention: convention))
        let decoded = try JSONDecoder().decode(DescriptorOptions.self, from: JSONEncoder().encode(options))
        #expect(decoded == options)
    }

    @Test func `windows are symmetric about their middle`() {
        for window in WindowFunction.allCases {
            let values = window.values(length: 400)
            let shift = window == .hannPeriodic ? 0 : 1
            for index in 1..<200 { #expect(abs(values[index] - values[(400 - index - shift) % 400]) < 1e-6) }
        }
    }

    @Test func `mel scales invert`() {
        for scale in MelScale.allCases {
            for hertz in stride(from: 0.0, through: 8000, by: 250) {
                #expect(abs(scale.hertz(mel: scale.mel(hertz: hertz)) - hertz) < 1e-8 * max(1, hertz))
            }
        }
    }
}
