import Testing
import UndertoneAudio

@Suite struct ConditioningParsingTests {
    @Test func `a line says what is done, in any order`() throws {
        let expected = Conditioning(
            removesDirectCurrent: true, band: .telephone, noiseSuppression: .spectral, trimming: .default, loudness: .integrated(-23))
        #expect(try Conditioning(parsing: "dc,telephone,spectral,trim,loudness:-23") == expected)
        #expect(try Conditioning(parsing: "loudness:-23,trim,dc,spectral,band:300-3400") == expected)
        #expect(try Conditioning(parsing: "") == .none && Conditioning(parsing: "none") == .none)
    }

    @Test(arguments: ["none", "dc", "telephone", "band:80.0-5000.0", "speex,trim:40.0", "dc,spectral,rms:-26.0", "peak:-3.0"])
    func `a line comes back as it was written`(line: String) throws {
        #expect(try Conditioning(parsing: line).description == line)
    }

    @Test(arguments: [
        (
            "echo",
            """
            There is no conditioning 'echo'; the steps are dc, telephone, band:LOW-HIGH, speex, spectral, trim, trim:DB, \
            loudness:LUFS, rms:DB and peak:DB.
            """
        ),
        (
            "dc,",
            """
            There is no conditioning ''; the steps are dc, telephone, band:LOW-HIGH, speex, spectral, trim, trim:DB, \
            loudness:LUFS, rms:DB and peak:DB.
            """
        ),
        ("dc,dc", "The conditioning asks for dc twice."),
        ("telephone,band:100-200", "The conditioning asks for a band twice."),
        ("rms:-20,peak:-3", "The conditioning asks for a loudness twice."),
        ("loudness:loud", "The conditioning loudness takes a number of decibels, not 'loud'."),
        ("rms:nan", "The conditioning rms takes a number of decibels, not 'nan'."),
        ("band:300", "The conditioning band takes two frequencies such as 300-3400, not '300'."),
        ("band:3400-300", "The band from 3400.0 Hz to 300.0 Hz is empty; its first frequency must be the lower one."),
        ("loudness:10", "The conditioning option loudness is 10.0; it must be from -60.0 to -1.0."),
    ])
    func `what is not understood is named`(line: String, sentence: String) {
        let error = #expect(throws: (any Error).self) { try Conditioning(parsing: line) }
        #expect(error.map { "\($0)" } == sentence)
    }
}
