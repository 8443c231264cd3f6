import CSndFile

/// libsndfile's format numbers in words.
enum SoundFileFormat {
    /// For people: "FLAC, 16-bit PCM".
    static func describe(_ format: Int32, isHeaderless: Bool) -> String {
        let container = isHeaderless ? "WAV" : containers[Int(format) & SF_FORMAT_TYPEMASK] ?? "other"
        let encoding = encodings[Int(format) & SF_FORMAT_SUBMASK] ?? "other encoding"
        return container == encoding ? container : "\(container), \(encoding)"
    }

    private static let containers: [Int: String] = [
        SF_FORMAT_WAV: "WAV", SF_FORMAT_WAVEX: "WAV", SF_FORMAT_RF64: "RF64", SF_FORMAT_AIFF: "AIFF",
        SF_FORMAT_FLAC: "FLAC", SF_FORMAT_OGG: "Ogg", 0x23_0000: "MPEG", SF_FORMAT_AU: "AU", SF_FORMAT_CAF: "CAF",
        SF_FORMAT_W64: "W64", SF_FORMAT_NIST: "NIST SPHERE", SF_FORMAT_VOC: "VOC", SF_FORMAT_WVE: "WVE",
        SF_FORMAT_MAT4: "MAT4", SF_FORMAT_MAT5: "MAT5", SF_FORMAT_HTK: "HTK", SF_FORMAT_SVX: "IFF",
    ]

    private static let encodings: [Int: String] = [
        SF_FORMAT_PCM_S8: "8-bit PCM", SF_FORMAT_PCM_U8: "8-bit PCM", SF_FORMAT_PCM_16: "16-bit PCM",
        SF_FORMAT_PCM_24: "24-bit PCM", SF_FORMAT_PCM_32: "32-bit PCM", SF_FORMAT_FLOAT: "32-bit float",
        SF_FORMAT_DOUBLE: "64-bit float", SF_FORMAT_ULAW: "µ-law", SF_FORMAT_ALAW: "A-law",
        SF_FORMAT_IMA_ADPCM: "IMA ADPCM", SF_FORMAT_MS_ADPCM: "MS ADPCM", SF_FORMAT_GSM610: "GSM 6.10",
        SF_FORMAT_VORBIS: "Vorbis", SF_FORMAT_OPUS: "Opus", 0x80: "layer I", 0x81: "layer II", 0x82: "layer III",
    ]
}
