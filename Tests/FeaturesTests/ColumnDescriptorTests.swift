import Testing
import UndertoneFeatures

@Suite struct ColumnDescriptorTests {
    private static let table: [(String, String, DescriptorFamily)] = [
        ("mfcc_3_percentile_25", "mfcc_3", .timbre), ("mfcc_3_percentile_range_20_80", "mfcc_3", .timbre),
        ("mfcc_delta_3_modulation_0.5_2", "mfcc_delta_3", .timbre), ("shape_level_delta2_deviation", "shape_level", .loudness),
        ("shape_slope_low_mean", "shape_slope_low", .timbre), ("shape_low_centroid_400_drift", "shape_low_centroid_400", .timbre),
        ("rms_mean", "rms", .loudness), ("chroma_11_kurtosis", "chroma_11", .timbre),
        ("F0semitoneFrom27.5Hz_sma3nz_percentile20.0", "F0semitoneFrom27.5Hz", .pitch),
        ("loudness_sma3_meanRisingSlope", "loudness", .loudness), ("loudnessPeaksPerSec", "loudnessPeaksPerSec", .rhythm),
        ("MeanUnvoicedSegmentLength", "MeanUnvoicedSegmentLength", .rhythm),
        ("jitterLocal_sma3nz_amean", "jitterLocal", .voiceQuality), ("HNRdBACF_sma3nz_stddevNorm", "HNRdBACF", .voiceQuality),
        ("logRelF0-H1-A3_sma3nz_amean", "logRelF0-H1-A3", .voiceQuality),
        ("F1amplitudeLogRelF0_sma3nz_amean", "F1amplitudeLogRelF0", .formants),
        ("F2frequency_sma3nz_amean", "F2frequency", .formants), ("slopeUV0-500_sma3nz_amean", "slopeUV0-500", .timbre),
        ("mfcc1V_sma3nz_amean", "mfcc1V", .timbre), ("equivalentSoundLevel_dBp", "equivalentSoundLevel_dBp", .loudness),
        ("speech_rate", "speech_rate", .rhythm), ("unvoiced_length_deviation", "unvoiced_length", .rhythm),
        ("pitch_median", "pitch", .pitch), ("pitch_percentile_80", "pitch", .pitch),
        ("pitch_rise_rate", "pitch_rise_rate", .pitch),
        ("intensity_peak_rate", "intensity_peak_rate", .loudness), ("syllable_duration", "syllable_duration", .rhythm),
        ("fundamental_frequency_mean", "fundamental_frequency", .pitch), ("f1_level_percentile_50", "f1_level", .formants),
        ("jitter_ppq5", "jitter_ppq5", .voiceQuality), ("h1_a3_mean", "h1_a3", .voiceQuality),
        ("voicing_strength", "voicing_strength", .voiceQuality), ("slope_0_500_standard_deviation", "slope_0_500", .timbre),
        ("alpha_ratio_mean", "alpha_ratio", .timbre), ("mean", "mean", .timbre), ("_mean", "_mean", .timbre), ("", "", .timbre),
    ]

    @Test(arguments: table)
    func `a column's name tells its descriptor and what that is about`(_ row: (String, String, DescriptorFamily)) {
        let descriptor = ColumnDescriptor(ofColumn: row.0)
        #expect(descriptor.name == row.1)
        #expect(descriptor.family == row.2)
    }

    @Test func `columns of descriptors belong to its own descriptors, each to the right one`() throws {
        let extractor = try FeatureExtractor(.speech)
        var counts: [String: Int] = [:]
        for column in extractor.functionalNames {
            let name = ColumnDescriptor(ofColumn: column).name
            #expect(column.hasPrefix(name + "_"))
            counts[name, default: 0] += 1
        }
        #expect(Set(counts.keys) == Set(extractor.frameNames))
        #expect(counts["mfcc_3"] == 18 && counts["shape_flatness"] == 13)
    }
}
