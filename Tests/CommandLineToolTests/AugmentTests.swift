import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct AugmentTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for (name, frequency) in [("voice.wav", 150.0), ("other.wav", 220.0)] {
            let sound = Synthetic.sine(frequency: frequency, duration: 1)
            _ = try SoundWriter.write(sound, format: .wav16, to: folder.path(name))
        }
    }

    private func augment(_ arguments: String) throws -> Tool.Outcome {
        try Tool.run(["augment"] + arguments.split(separator: " ").map(String.init), directory: folder.url)
    }

    @Test func `one copy of one recording is a file, and what was drawn is said`() throws {
        let outcome = try augment("voice.wav --with gain:-6,noise:20 --seed 3 -o out.wav")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("out.wav: gain:-6,"))
        #expect(outcome.output.hasSuffix(":20\n"))
        let before = try Signal(contentsOf: folder.path("voice.wav"))
        let after = try Signal(contentsOf: folder.path("out.wav"))
        #expect(after.samples.count == before.samples.count && after.sampleRate == before.sampleRate)
        let change = activePower(of: after.samples, sampleRate: 16000) / activePower(of: before.samples, sampleRate: 16000)
        // 6 dB less, and a hundredth more of noise.
        #expect(abs(10 * log10(change) + 6 - 0.04) < 0.1)
    }

    @Test func `the same seed gives the same file, copies differ`() throws {
        #expect(try augment("voice.wav --with white:10 -o first.wav").status == 0)
        #expect(try augment("voice.wav --with white:10 -o second.wav").status == 0)
        #expect(try augment("voice.wav --with white:10 --copies 2 --float -o copies").status == 0)
        func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.url(name)) }
        #expect(try bytes("first.wav") == bytes("second.wav"))
        #expect(try bytes("copies/voice-1.wav") != bytes("copies/voice-2.wav"))
    }

    @Test func `recordings of a folder keep their places, and babble with one another`() throws {
        try FileManager.default.createDirectory(at: folder.url("calls/deep"), withIntermediateDirectories: true)
        for name in ["calls/a.wav", "calls/deep/b.wav"] {
            try FileManager.default.copyItem(at: folder.url("voice.wav"), to: folder.url(name))
        }
        let outcome = try augment("calls --with babble:10,mixup -o out")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("out/a.wav: babble:10,mixup:0.2, with ") == true)
        #expect(lines.first?.hasSuffix(" % of calls/deep/b.wav") == true)
        #expect(FileManager.default.fileExists(atPath: folder.path("out/deep/b.wav")))
    }

    @Test func `a picture shows before and after`() throws {
        let outcome = try augment("voice.wav --with telephone:mu-law -o out.wav --plot both.svg")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let picture = try String(contentsOf: folder.url("both.svg"), encoding: .utf8)
        #expect(picture.contains("<svg"))
    }

    @Test func `what cannot be read is told, and the rest is done`() throws {
        let outcome = try augment("missing.wav voice.wav --with gain:1 -o out --plot both.png")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "undertone: missing.wav: no such file\n")
        #expect(try folder.names() == ["other.wav", "out", "voice.wav"])
    }

    static let complaints = [
        Complaint("augment voice.wav -o out.wav", 64, "Error: Missing expected argument '--with <recipe>'"),
        Complaint("augment voice.wav --with gain", 64, "Error: Missing expected argument '--output <file|folder>'"),
        Complaint("augment voice.wav --with noise:x -o out.wav", 64,
            "Error: The augmentation noise takes a number, or a range such as 5..30, and not 'x'."),
        Complaint("augment voice.wav --with pitch:40 -o out.wav", 64,
            "Error: The augmentation pitch takes -12 to 12 semitones, and not 40."),
        Complaint("augment voice.wav --with gain --copies 0 -o out.wav", 64, "Error: --copies takes 1 to 1000."),
        Complaint("augment voice.wav --with gain --plot a.jpg -o out.wav", 64,
            "Error: A picture's name ends in .png, .svg or .pdf, and 'a.jpg' does not."),
        Complaint("augment voice.wav --with babble -o out.wav", 64,
            "Error: The augmentation babble needs the voices of others; name recordings of them with --voices."),
        Complaint("augment voice.wav --with babble --voices voice.wav -o out.wav", 64,
            "Error: The augmentation babble needs the voices of others; name recordings of them with --voices."),
        Complaint("augment voice.wav --with gain --copies 2 -o out.wav", 64,
            "Error: Several recordings or copies go to a folder, and 'out.wav' is a file's name."),
        Complaint("augment voice.wav --with gain -o ./voice.wav", 64,
            "Error: './voice.wav' would replace a recording that is read; write somewhere else."),
        Complaint("augment voice.wav --with gain -o nowhere/out.wav", 1,
            "undertone: nowhere/out.wav: cannot be written: no such file or directory"),
        Complaint("augment voice.wav --with gain -o out.wav --plot nowhere/a.png", 1,
            "undertone: Cannot create $FOLDER/nowhere/a.png: the folder does not exist."),
        Complaint("augment voice.wav --with gain -o voice.wav/x", 1, "undertone: voice.wav/x: this folder cannot be made"),
    ]

    @Test(arguments: complaints)
    func `what cannot be done gets one exact sentence, its exit status, and no file`(complaint: Complaint) throws {
        let outcome = try Tool.run(complaint.arguments.split(separator: " ").map(String.init), directory: folder.url)
        let expected = complaint.sentence.replacingOccurrences(of: "$FOLDER", with: folder.url.path)
        #expect(outcome.errors.split(separator: "\n").first.map(String.init) == expected)
        #expect(outcome.status == complaint.status)
        #expect(try folder.names() == ["other.wav", "voice.wav"])
    }

    @Test func `Ctrl-C leaves no half file`() throws {
        _ = try SoundWriter.write(Synthetic.noise(duration: 40), format: .wav16, to: folder.path("long.wav"))
        let outcome = try Tool.run(
            ["augment", "long.wav", "--with", "telephone:opus,reverb,pitch:2", "--copies", "200", "-o", "out"],
            directory: folder.url, interruptAfter: 1)
        #expect(outcome.status == 130)
        #expect(outcome.errors == "undertone: interrupted\n")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("out")) {
            #expect(name.hasSuffix(".wav"))
            #expect(try Signal(contentsOf: folder.path("out/\(name)")).duration == 40)
        }
    }
}
