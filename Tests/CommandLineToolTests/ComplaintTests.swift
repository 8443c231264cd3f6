import Foundation
import TestSupport
import Testing

/// A call that cannot be answered, and the exact sentence that a person reads about it.
struct Complaint: Sendable, CustomTestStringConvertible {
    let arguments: String
    let status: Int32
    /// The first line on standard error.
    let sentence: String

    var testDescription: String { arguments }

    init(_ arguments: String, _ status: Int32, _ sentence: String) {
        self.arguments = arguments
        self.status = status
        self.sentence = sentence
    }

    static let all = usage + recordings + features + pictures + corpora + protocols + models

    static let usage = [
        Complaint("frobnicate", 64, "Error: Unexpected argument 'frobnicate'"),
        Complaint("predict", 64, "Error: Missing expected argument '<paths> ...'"),
        Complaint("predict voice.wav --frobnicate", 64, "Error: Unknown option '--frobnicate'"),
        Complaint(
            "predict voice.wav --format xml", 64,
            "Error: The value 'xml' is invalid for '--format <format>'. Please provide one of 'table', 'json', 'csv' or 'srt'."),
        Complaint("predict voice.wav --longest zero", 64, "Error: The value 'zero' is invalid for '--longest <seconds>'"),
        Complaint("predict voice.wav --longest 0", 64, "Error: --longest takes a number of seconds above zero."),
        Complaint("predict --format srt a.wav b.wav", 64, "Error: --format srt writes one recording; name just one."),
        Complaint("predict --format srt --explain a.wav", 64, "Error: --explain goes with --format table, json or csv."),
        Complaint("predict --format csv --timeline --explain a.wav", 64,
            "Error: --explain says one sentence a recording; with --timeline it goes with --format table or json."),
        Complaint("predict - --one-voice", 64,
            "Error: --one-voice hears recordings twice, and standard input cannot be heard again."),
        Complaint("predict - --one-corpus", 64,
            "Error: --one-corpus hears recordings twice, and standard input cannot be heard again."),
        Complaint("predict a.wav --one-corpus --one-voice", 64,
            "Error: --one-voice is the closer acquaintance: leave --one-corpus out."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind mlp --known-corpus", 64,
            "Error: --known-corpus is for a finished model (--model): a model that is trained here has heard the corpus."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model open --battery --known-corpus", 64,
            "Error: --battery hears one recording at a time: ask for it without --known-corpus."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind svm --known-voices", 64,
            "Error: --known-voices needs a model that gets used to voices, of kind mlp; svm does not."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind svm --leaky-copies-before-split", 64,
            "Error: --leaky-copies-before-split needs --augment: it is the copies that leak."),
        Complaint(
            "train --corpus mine=one.csv --protocol random-5fold --model-kind svm --output x --augment white:30 --leaky-copies-before-split",
            64, "Error: --leaky-copies-before-split exposes a mistake: it goes with evaluate, and no model is made by it."),
        Complaint("predict - --rate 5", 64, "Error: --rate takes 1000 to 768000 hertz."),
        Complaint("predict - --channels 0", 64, "Error: --channels takes 1 to 64."),
        Complaint(
            "predict - --encoding s24", 64,
            "Error: The value 's24' is invalid for '--encoding <encoding>'. Please provide one of 's16le', 'f32le' or 'mulaw'."),
        Complaint("features", 64, "Error: Missing expected argument '<paths> ...'"),
        Complaint("features voice.wav --level words", 64,
            "Error: The value 'words' is invalid for '--level <level>'. Please provide one of 'frames' and 'functionals'."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold", 64,
            "Error: Say either --model-kind (to train) or --model (to evaluate a finished model)."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind svm --model x", 64,
            "Error: Say either --model-kind (to train) or --model (to evaluate a finished model)."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model open --also-train mine=one.csv", 64,
            "Error: --also-train belongs to --model-kind: a finished model learns nothing more."),
        Complaint(
            "evaluate --corpus mine=one.csv --protocol random-5fold --model-kind svm --augment white:30 --leaky-copies-before-split "
                + "--also-train other=one.csv", 64,
            "Error: --leaky-copies-before-split divides all that it is given: ask for it without --also-train."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind hmm", 64,
            "Error: The value 'hmm' is invalid for '--model-kind <kind>'. Please provide one of the following:"),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind svm --epochs 3", 64,
            "Error: --epochs is for nets (mlp, cnn, rnn, crnn); a model of kind svm has none."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind cnn --epochs 0", 64,
            "Error: --epochs takes a number from 1 to 10000."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind mlp --net nosuch.json", 64,
            "Error: nosuch.json does not describe a net: it cannot be read."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind mlp --net one.csv", 64,
            "Error: one.csv does not describe a net: it is not JSON."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind cnn --batch 1", 64,
            "Error: --batch takes a number from 2 to 4096."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind cnn --explain", 64,
            "Error: --explain shuffles functionals; a model of kind cnn hears frames."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind rnn --features speech", 64,
            "Error: A model of kind rnn hears frames: --features takes log-mel-speech for it."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind mlp --features log-mel-speech", 64,
            "Error: A model of kind mlp hears functionals, and log-mel-speech gives frames; train a cnn, rnn or crnn on it."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model x --keep-judged", 64,
            "Error: --keep-judged belongs to --model-kind: a finished model learns nothing more."),
        Complaint("train --corpus mine=one.csv --protocol random-5fold --model-kind crnn --output m --keep 20", 64,
            "Error: --keep chooses among functionals; a model of kind crnn hears frames."),
        Complaint("features voice.wav --set log-mel-speech,prosody", 64,
            "Error: Frames are those of one set; for several, ask for --level functionals."),
        Complaint("features voice.wav --set log-mel-speech --level functionals", 64,
            "Error: log-mel-speech gives frames; ask for --level frames."),
        Complaint("train --corpus mine=one.csv --protocol random-5fold", 64, "Error: Missing expected argument '--model-kind <kind>'"),
        Complaint("corpus check", 64,
            "Error: Name a corpus with --corpus NAME=DIR, or set UNDERTONE_CORPORA to a folder that holds some."),
        Complaint("corpus split --corpus mine=one.csv", 64, "Error: Missing expected argument '--protocol <name>'"),
    ]

    static let recordings = [
        Complaint("predict missing.wav", 1, "undertone: missing.wav: no such file"),
        Complaint("predict empty.wav", 1, "undertone: empty.wav: empty: the file has no bytes"),
        Complaint("predict text.wav", 1, "undertone: text.wav: not audio: the content is of no known audio format"),
        Complaint("predict header.wav", 1, "undertone: header.wav: no samples: the recording is 0 seconds long"),
        Complaint("predict promise.wav", 1,
            "undertone: promise.wav: truncated: the header promises 2.00 s but only 0.10 s are there"),
        Complaint("predict silent-channels.wav", 1,
            "undertone: silent-channels.wav: zero channels: the header says that the recording has none"),
        Complaint("predict rate.wav", 1,
            "undertone: rate.wav: absurd sample rate: 1 Hz, where 1000 to 768000 Hz are accepted"),
        Complaint("predict nan.wav", 1, "undertone: nan.wav: not a number: a sample at 0.00 s is infinite or NaN"),
        Complaint("predict cut.flac", 1,
            "undertone: cut.flac: truncated: the header promises 2.00 s but only 0.51 s are there"),
        Complaint("predict voice.wav --longest 1", 1,
            "undertone: voice.wav: too long: 2.00 s, where at most 1.00 s are accepted"),
        Complaint("predict nothing", 1, "undertone: nothing: no recordings in this folder"),
        Complaint("predict -", 1, "undertone: standard input: no samples: the recording is 0 seconds long"),
        Complaint("features missing.wav text.wav --no-cache", 1, "undertone: missing.wav: no such file"),
    ]

    static let features = [
        Complaint("features voice.wav --fft 500", 64,
            "Error: The transform length is 500; it must be a power of two from 32 to 65536."),
        Complaint("features voice.wav --hop 0", 64, "Error: The feature option hopLength is 0; it must be from 1 to 1000000."),
        Complaint("features voice.wav --bands 0", 64, "Error: The feature option mel.bands is 0; it must be from 1 to 1024."),
        Complaint("features voice.wav --count 200", 64, "Error: The feature option mfcc.count is 200; it must be from 1 to 128."),
        Complaint("features voice.wav --rate 10", 64,
            "Error: The feature option sampleRate is 10; it must be from 100 to 1000000."),
        Complaint("features voice.wav --deltas 3", 64, "Error: --deltas takes 0, 1 or 2."),
        Complaint("features nothing --format npy", 64,
            "Error: --format npy writes a file for each recording; name a folder with -o."),
        Complaint("features voice.wav -o nowhere/features.csv", 1,
            "undertone: Cannot create $FOLDER/nowhere/features.csv: the folder does not exist."),
        Complaint("features voice.wav -o nothing", 1,
            "undertone: Cannot create $FOLDER/nothing: a folder of that name exists."),
    ]

    static let pictures = [
        Complaint("plot voice.wav", 64, "Error: Missing expected argument '--output <file>'"),
        Complaint("plot -o a.png", 64, "Error: Missing expected argument '<paths> ...'"),
        Complaint("plot voice.wav -o a.jpg", 64,
            "Error: A picture's name ends in .png, .svg or .pdf, and 'a.jpg' does not."),
        Complaint("plot voice.wav voice.wav -o a.png", 64,
            "Error: A picture shows one recording; to put two side by side, add --compare."),
        Complaint("plot voice.wav --compare -o a.png", 64, "Error: --compare takes two recordings."),
        Complaint("plot voice.wav -o a.png --width 10", 64, "Error: --width takes 320 to 8192 points."),
        Complaint("plot voice.wav -o a.png --height 9000", 64, "Error: --height takes 320 to 8192 points."),
        Complaint("plot voice.wav -o a.png --theme red", 64,
            "Error: The value 'red' is invalid for '--theme <theme>'. Please provide one of 'light' and 'dark'."),
        Complaint("plot missing.wav -o a.png", 1, "undertone: missing.wav: no such file"),
        Complaint("plot nothing -o a.png", 1, "undertone: nothing: a directory, not a recording"),
        Complaint("plot cut.flac -o a.png --no-emotion", 1,
            "undertone: cut.flac: truncated: the header promises 2.00 s but only 0.51 s are there"),
        Complaint("plot voice.wav text.wav --compare -o a.png", 1,
            "undertone: text.wav: not audio: the content is of no known audio format"),
        Complaint("plot voice.wav -o a.png --model nosuch", 1,
            "undertone: no model is called nosuch; the built-in ones are: open, research"),
        Complaint("plot voice.wav -o nowhere/a.png", 1,
            "undertone: Cannot create $FOLDER/nowhere/a.png: the folder does not exist."),
    ]

    static let corpora = [
        Complaint("corpus check --corpus emodb=nowhere", 1, "undertone: nowhere: there is no such folder."),
        Complaint("corpus check --corpus emodb", 1,
            "undertone: The corpus emodb has no place; write emodb=DIR, or set UNDERTONE_CORPORA to the folder that holds it."),
        Complaint("corpus check --corpus =x", 64,
            "Error: '=x' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."),
        Complaint("corpus check --corpus emodb=a --corpus emo-db=b", 64, "Error: The corpus emodb is given twice."),
        Complaint("corpus check --corpus emodb=nothing", 1,
            "undertone: nothing: there are no recordings of the corpus emodb here."),
        Complaint("corpus check --corpus mine=short.csv", 1,
            "undertone: short.csv, line 2: there are 1 fields where the header names 2."),
        Complaint("corpus stats --corpus mine=unlabelled.csv", 1,
            "undertone: unlabelled.csv, line 1: there is no column 'label'."),
    ]

    static let protocols = [
        Complaint("corpus split --corpus mine=one.csv --protocol broken.json", 1,
            "undertone: The protocol broken.json cannot be used: it is not JSON."),
        Complaint("corpus split --corpus mine=one.csv --protocol missing.json", 1, "undertone: missing.json: cannot be read"),
        Complaint("corpus split --corpus mine=one.csv --protocol leave-one-speaker-out", 1,
            "undertone: The protocol leave-one-speaker-out needs at least 2 speakers, and there is 1."),
        Complaint("corpus split --corpus mine=one.csv --protocol emodb-leave-one-speaker-out", 1,
            "undertone: The protocol emodb-leave-one-speaker-out is about the corpus emodb, which is not among those given (mine)."),
        Complaint("evaluate --corpus mine=one.csv --protocol random-5fold --model-kind svm", 1,
            "undertone: The protocol random-5fold needs at least 5 utterances, and there is 1."),
    ]

    static let models = [
        Complaint("predict voice.wav --model nosuch", 1,
            "undertone: no model is called nosuch; the built-in ones are: open, research"),
        Complaint("predict voice.wav --model ./nosuch", 1, "undertone: $FOLDER/nosuch: there is no such model."),
        Complaint("predict voice.wav --model nothing", 1,
            "undertone: $FOLDER/nothing is not a model: it has no config.json."),
        Complaint("model info foreign", 1,
            "undertone: config.json of $FOLDER/foreign describes something else than an Undertone model."),
    ]
}

@Suite struct ComplaintTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        func write(_ text: String, _ name: String) throws { _ = try folder.write(Array(text.utf8), as: name) }
        _ = try SoundWriter.write(Synthetic.noise(duration: 2), format: .wav16, to: folder.path("voice.wav"))
        _ = try folder.write([], as: "empty.wav")
        try write("No sound here.\n", "text.wav")
        _ = try folder.write(WaveBytes { $0.data = [] }.bytes, as: "header.wav")
        _ = try folder.write(WaveBytes { $0.declaredSize = 64000 }.bytes, as: "promise.wav")
        _ = try folder.write(WaveBytes { $0.channelCount = 0 }.bytes, as: "silent-channels.wav")
        _ = try folder.write(WaveBytes { $0.sampleRate = 1 }.bytes, as: "rate.wav")
        let notNumbers = WaveBytes {
            $0.tag = 3
            $0.bits = 32
            $0.data = [UInt8](repeating: 0xFF, count: 3200)
        }
        _ = try folder.write(notNumbers.bytes, as: "nan.wav")
        let flac = try SoundWriter.bytes(Synthetic.noise(duration: 2), format: .flac16)
        _ = try folder.write(Array(flac.prefix(flac.count * 3 / 10)), as: "cut.flac")
        for name in ["nothing", "foreign"] {
            try FileManager.default.createDirectory(at: folder.url(name), withIntermediateDirectories: true)
        }
        try write("{}", "foreign/config.json")
        try write("path,label\nvoice.wav\n", "short.csv")
        try write("path,speaker\nvoice.wav,1\n", "unlabelled.csv")
        try write("path,label,speaker\nvoice.wav,anger,1\n", "one.csv")
        try write("{", "broken.json")
    }

    @Test(arguments: Complaint.all)
    func `what cannot be done gets one exact sentence and its exit status`(complaint: Complaint) throws {
        let outcome = try Tool.run(complaint.arguments.split(separator: " ").map(String.init), directory: folder.url)
        let expected = complaint.sentence.replacingOccurrences(of: "$FOLDER", with: folder.url.path)
        #expect(outcome.errors.split(separator: "\n").first.map(String.init) == expected)
        #expect(outcome.status == complaint.status)
    }

    @Test func `there is no protocol of an unknown name, and the sentence lists those that there are`() throws {
        let outcome = try Tool.run(
            ["corpus", "split", "--corpus", "mine=one.csv", "--protocol", "nosuch"], directory: folder.url)
        #expect(outcome.errors.hasPrefix("undertone: There is no protocol 'nosuch'; there are crema-d-speakers-63-9-19, "))
        #expect(outcome.status == 1)
    }

    @Test func `a recording that cannot be read does not keep others from being answered`() throws {
        let outcome = try Tool.run(
            ["predict", "empty.wav", "voice.wav", "missing.wav", "--format", "json"], directory: folder.url)
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.output.contains(#""path":"voice.wav""#))
        #expect(
            outcome.errors == """
                undertone: empty.wav: empty: the file has no bytes
                undertone: missing.wav: no such file

                """)
    }

    @Test func `no partial output is left behind when a table cannot be written`() throws {
        let before = try folder.names()
        let outcome = try Tool.run(
            ["features", "voice.wav", "-o", "nowhere/features.csv", "--no-cache"], directory: folder.url)
        #expect(outcome.status == 1)
        #expect(try folder.names() == before)
    }

    @Test func `no partial picture is left behind when a recording turns out broken`() throws {
        let before = try folder.names()
        let outcome = try Tool.run(["plot", "voice.wav", "cut.flac", "--compare", "-o", "a.png"], directory: folder.url)
        #expect(outcome.status == 1)
        #expect(try folder.names() == before)
    }

    #if os(Linux)
        @Test func `answers that cannot be written are not lost in silence`() throws {
            let outcome = try Tool.run(
                ["predict", "voice.wav", "--format", "json"], directory: folder.url, output: "/dev/full")
            #expect(outcome.errors == "undertone: Cannot write standard output: the disk is full.\n")
            #expect(outcome.status == 1)
        }
    #endif
}
