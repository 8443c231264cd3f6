import Testing
import UndertoneAffect
import UndertoneCorpora

/// What the one recording of a corpus with this name should be read as.
struct NamedRecording: Sendable, CustomTestStringConvertible {
    let corpus: String
    let file: String
    let label: Emotion
    let speaker: String
    let sex: Sex?
    let sentence: String?
    let intensity: String?

    init(
        _ corpus: String, _ file: String, _ label: Emotion, _ speaker: String, _ sex: Sex?, _ sentence: String?,
        _ intensity: String? = nil
    ) {
        self.corpus = corpus
        self.file = file
        self.label = label
        self.speaker = speaker
        self.sex = sex
        self.sentence = sentence
        self.intensity = intensity
    }

    var testDescription: String { "\(corpus): \(file)" }
}

struct ReaderTests {
    static let names: [NamedRecording] = [
        .init("ravdess", "Actor_07/03-01-01-01-01-01-07.wav", .neutral, "07", .male, "Kids are talking by the door", "normal"),
        .init("ravdess", "Actor_08/03-01-02-02-02-02-08.opus", .calm, "08", .female, "Dogs are sitting by the door", "strong"),
        .init("ravdess", "03-01-03-01-01-01-24.flac", .happiness, "24", .female, "Kids are talking by the door", "normal"),
        .init("ravdess", "a/b/c/03-01-04-01-01-01-01.mp3", .sadness, "01", .male, "Kids are talking by the door", "normal"),
        .init("ravdess", "03-01-05-01-01-01-01.wav", .anger, "01", .male, "Kids are talking by the door", "normal"),
        .init("ravdess", "03-01-06-01-01-01-01.wav", .fear, "01", .male, "Kids are talking by the door", "normal"),
        .init("ravdess", "03-01-07-01-01-01-01.wav", .disgust, "01", .male, "Kids are talking by the door", "normal"),
        .init("ravdess", "03-01-08-01-01-01-01.wav", .surprise, "01", .male, "Kids are talking by the door", "normal"),
        .init("crema-d", "AudioWAV/1001_DFA_ANG_XX.wav", .anger, "1001", .male, "DFA", "unspecified"),
        .init("crema-d", "1002_IEO_DIS_LO.opus", .disgust, "1002", .female, "IEO", "low"),
        .init("crema-d", "1091_IEO_FEA_MD.wav", .fear, "1091", .female, "IEO", "medium"),
        .init("crema-d", "1005_IEO_HAP_HI.wav", .happiness, "1005", .male, "IEO", "high"),
        .init("crema-d", "1005_TAI_NEU_XX.wav", .neutral, "1005", .male, "TAI", "unspecified"),
        .init("crema-d", "1040_ITH_SAD_X.wav", .sadness, "1040", .male, "ITH", "unspecified"),
        .init("tess", "OAF_Fear/OAF_back_fear.wav", .fear, "OAF", .female, "back"),
        .init("tess", "YAF_pleasant_surprised/YAF_back_ps.wav", .surprise, "YAF", .female, "back"),
        .init("tess", "OAF_neutral/OA_bite_neutral.wav", .neutral, "OAF", .female, "bite"),
        .init("tess", "x/YAF_angry/YAF_dog_angry.opus", .anger, "YAF", .female, "dog"),
        .init("tess", "YAF_dog_disgust.opus", .disgust, "YAF", .female, "dog"),
        .init("tess", "YAF_dog_happy.opus", .happiness, "YAF", .female, "dog"),
        .init("tess", "YAF_dog_sad.opus", .sadness, "YAF", .female, "dog"),
        .init("savee", "DC_a01.opus", .anger, "DC", .male, "a01"),
        .init("savee", "AudioData/DC/a01.wav", .anger, "DC", .male, "a01"),
        .init("savee", "JE_d15.wav", .disgust, "JE", .male, "d15"),
        .init("savee", "JK_f02.wav", .fear, "JK", .male, "f02"),
        .init("savee", "KL/h03.wav", .happiness, "KL", .male, "h03"),
        .init("savee", "KL_n30.wav", .neutral, "KL", .male, "n30"),
        .init("savee", "KL_sa04.wav", .sadness, "KL", .male, "sa04"),
        .init("savee", "KL/su05.wav", .surprise, "KL", .male, "su05"),
        .init("emodb", "wav/03a01Fa.wav", .happiness, "03", .male, "a01"),
        .init("emodb", "08b10Wb.wav", .anger, "08", .female, "b10"),
        .init("emodb", "09a02La.wav", .boredom, "09", .female, "a02"),
        .init("emodb", "10a02Ea.wav", .disgust, "10", .male, "a02"),
        .init("emodb", "13a02Ad.wav", .fear, "13", .female, "a02"),
        .init("emodb", "16a02Tc.wav", .sadness, "16", .female, "a02"),
        .init("emodb", "15a02Nc.wav", .neutral, "15", .male, "a02"),
        .init("emovo", "f1/dis-f1-b1.wav", .disgust, "f1", .female, "b1"),
        .init("emovo", "EMOVO/m3/gio-m3-l4.wav", .happiness, "m3", .male, "l4"),
        .init("emovo", "neu-f2-d2.wav", .neutral, "f2", .female, "d2"),
        .init("emovo", "PAU-F3-N5.WAV", .fear, "f3", .female, "n5"),
        .init("emovo", "rab-m1-n1.wav", .anger, "m1", .male, "n1"),
        .init("emovo", "sor-m2-n1.wav", .surprise, "m2", .male, "n1"),
        .init("emovo", "tri-m2-n1.wav", .sadness, "m2", .male, "n1"),
        .init("nemo", "samples/SB0_anger_12.wav", .anger, "SB0", nil, "12"),
        .init("nemo", "EB0_fear_1.flac", .fear, "EB0", nil, "1"),
        .init("nemo", "EB0_happiness_90.wav", .happiness, "EB0", nil, "90"),
        .init("nemo", "EB0_neutral_9.wav", .neutral, "EB0", nil, "9"),
        .init("nemo", "EB0_sadness_9.wav", .sadness, "EB0", nil, "9"),
        .init("nemo", "EB0_surprised_9.wav", .surprise, "EB0", nil, "9"),
        .init("urdu", "Angry/SM1_F10_A010.wav", .anger, "SM1", .male, nil),
        .init("urdu", "URDU-Dataset-master/Happy/SF12_F1_H1.wav", .happiness, "SF12", .female, nil),
        .init("urdu", "neutral/sm4_f48_n0100.wav", .neutral, "SM4", .male, nil),
        .init("urdu", "SM27_F9_S09.wav", .sadness, "SM27", .male, nil),
        .init("turev-db", "Angry/1157_kz_acik.wav", .anger, "1157", nil, "acik"),
        .init("turev-db", "Sound Source/Calm/1234_sk_algi.wav", .calm, "1234", nil, "algi"),
        .init("turev-db", "happy/7895_MT_unlu.wav", .happiness, "7895", nil, "unlu"),
        .init("turev-db", "1984_hl_iki_kelime.wav", .sadness, "1984", nil, "iki_kelime"),
    ]

    @Test(arguments: names)
    func `a recording's name says its label, speaker, sex, sentence and intensity`(_ expected: NamedRecording) throws {
        let folder = try TemporaryFolder(empty: [expected.file])
        let corpus = try Corpus(named: expected.corpus, at: folder.path)
        #expect(
            corpus.utterances == [
                Utterance(
                    corpus: expected.corpus, path: folder.path + "/" + expected.file, label: expected.label,
                    speaker: expected.speaker, sex: expected.sex, sentence: expected.sentence,
                    intensity: expected.intensity)
            ])
        #expect(corpus.notes.isEmpty)
    }

    @Test(arguments: [
        "wav", "WAV", "Wave", "flac", "opus", "OGG", "oga", "mp3", "aiff", "AIF", "m4a", "aac", "au", "w64", "wav.opus",
    ])
    func `any audio ending will do`(_ ending: String) throws {
        let folder = try TemporaryFolder(empty: ["03a01Fa.\(ending)"])
        #expect(try Corpus(named: "emodb", at: folder.path).utterances.map(\.speaker) == ["03"])
    }

    @Test(arguments: [
        ("ravdess", "RAVDESS"), ("crema-d", "crema"), ("crema-d", "CREMAD"), ("crema-d", "crema_d"),
        ("emodb", "emo-db"), ("emodb", "EMO_DB"), ("turev-db", "TurEV"), ("turev-db", "turevdb"), ("nemo", "nEMO"),
    ])
    func `a corpus is known by its other names too`(_ name: String, _ alias: String) {
        #expect(Corpus.reader(named: alias)?.name == name)
    }

    @Test func `files beside the recordings are passed over without a word`() throws {
        let folder = try TemporaryFolder(empty: [
            "03a01Fa.wav", "._03a01Fa.wav", ".DS_Store", "notes.txt", "table.csv", "__MACOSX/03a01Nc.wav", "03a01Nc.lab",
        ])
        let corpus = try Corpus(named: "emodb", at: folder.path)
        #expect(corpus.utterances.count == 1)
        #expect(corpus.notes.isEmpty)
    }

    @Test(arguments: [
        ("ravdess", "03-02-03-01-01-01-01.wav", "song, not emotional speech"),
        ("ravdess", "01-01-03-01-01-01-01.wav", "a video's sound, not emotional speech"),
        ("ravdess", "01-01-03-01-01-01-01.mp4", "a video file"),
        ("ravdess", "03-01-09-01-01-01-01.wav", "the corpus has no label '09'"),
        ("ravdess", "03-01-03-01-01-01-25.wav", "the name is not of the form 03-01-05-02-01-01-07"),
        ("ravdess", "readme.wav", "the name is not of the form 03-01-05-02-01-01-07"),
        ("crema-d", "1001_DFA_JOY_XX.wav", "the corpus has no label 'JOY'"),
        ("tess", "OAF_back_angst.wav", "the corpus has no label 'angst'"),
        ("savee", "XX_a01.wav", "the name is not of the form DC_sa01 or DC/sa01"),
        ("savee", "DC_q01.wav", "the corpus has no label 'q'"),
        ("emodb", "03a01Xa.wav", "the corpus has no label 'X'"),
        ("emodb", "99a01Fa.wav", "the name is not of the form 03a01Fa"),
        ("emovo", "gio-f4-b1.wav", "the name is not of the form dis-f1-b1"),
        ("nemo", "SB0_joy_1.wav", "the corpus has no label 'joy'"),
        ("urdu", "SX1_F1_A1.wav", "the name is not of the form SM1_F10_A010"),
        ("turev-db", "1157_xx_acik.wav", "the corpus has no label 'xx'"),
        ("turev-db", "Model Output for Test Data/sound/Angry/1157_kz_dil.wav",
            "a filtered copy made by the authors' model, not emotional speech"),
    ])
    func `a file that does not fit is noted, with the reason`(_ name: String, _ file: String, _ reason: String) throws {
        let fitting = try #require(Self.names.first { $0.corpus == name })
        let folder = try TemporaryFolder(empty: [fitting.file, file])
        let corpus = try Corpus(named: name, at: folder.path)
        #expect(corpus.utterances.count == 1)
        #expect(corpus.notes.map(\.description) == ["\(folder.path)/\(file): \(reason)"])
    }

    @Test func `of two copies of an utterance the lossless one and then the shallower one is taken`() throws {
        let folder = try TemporaryFolder(empty: [
            "AudioMP3/1001_DFA_ANG_XX.mp3", "AudioWAV/1001_DFA_ANG_XX.wav", "AudioWAV/again/1001_DFA_ANG_XX.wav",
        ])
        let corpus = try Corpus(named: "crema-d", at: folder.path)
        #expect(corpus.utterances.map(\.path) == [folder.path + "/AudioWAV/1001_DFA_ANG_XX.wav"])
        let copy = CorpusNote.Reason.copy(of: folder.path + "/AudioWAV/1001_DFA_ANG_XX.wav")
        #expect(corpus.notes.map(\.reason) == [copy, copy])
    }

    @Test func `a folder that contradicts the name is noted, and the name counts`() throws {
        let folder = try TemporaryFolder(empty: ["Sad/SM1_F1_A01.wav"])
        let corpus = try Corpus(named: "urdu", at: folder.path)
        #expect(corpus.utterances.map(\.label) == [.anger])
        #expect(corpus.notes.map(\.reason) == [.folderDisagrees(folder: "Sad", label: "anger")])
    }

    @Test func `nEMO's table tells the speakers' sexes, blanks and quotation marks in it aside`() throws {
        let folder = try TemporaryFolder([
            "samples/WR0_anger_1.wav": "", "samples/EB0_anger_1.wav": "",
            "data.tsv": "file_id\temotion\traw_text\tspeaker_id\tgender\tage\n"
                + "WR0_anger_1.wav\tanger\t\"Rod smoka\t        WR0\tmale\t23\n"
                + "EB0_anger_1.wav\tanger\tx\t        EB0\tfemale\t27\n",
        ])
        let corpus = try Corpus(named: "nemo", at: folder.path)
        #expect(corpus.utterances.map(\.sex) == [.female, .male])
        #expect(corpus.notes.isEmpty)
    }

    @Test func `CREMA-D's table of actors counts when it is there`() throws {
        let folder = try TemporaryFolder([
            "AudioWAV/1001_DFA_ANG_XX.wav": "",
            "VideoDemographics.csv": "\"ActorID\",\"Age\",\"Sex\"\n1001,51,\"Female\"\n",
        ])
        #expect(try Corpus(named: "crema-d", at: folder.path).utterances.map(\.sex) == [.female])
    }

    @Test func `links are followed, and loops of links end`() throws {
        let folder = try TemporaryFolder(empty: ["wav/03a01Fa.wav"])
        let elsewhere = try TemporaryFolder(empty: ["03a01Nc.wav"])
        try folder.link("wav/loop", to: "..")
        try folder.link("self", to: ".")
        try folder.link("more", to: elsewhere.path)
        try folder.link("03a02Fc.wav", to: "wav/03a01Fa.wav")
        try folder.link("03a04Ad.wav", to: "nowhere.wav")
        try folder.link("03a05Fc.wav", to: "03a05Fc.wav")
        let corpus = try Corpus(named: "emodb", at: folder.path)
        #expect(corpus.utterances.map { $0.path.dropFirst(folder.path.count) } == [
            "/03a02Fc.wav", "/more/03a01Nc.wav", "/wav/03a01Fa.wav",
        ])
    }

    @Test func `a folder per label reads labels, and speakers where there are folders for them`() throws {
        let folder = try TemporaryFolder(empty: ["Angry/anna/1.wav", "angry/2.ogg", "Gloating/bert/x/3.mp3", "4.wav"])
        let corpus = try Corpus(named: "mine", at: folder.path)
        #expect(corpus.utterances.map(\.label.rawValue) == ["anger", "gloating", "anger"])
        #expect(corpus.utterances.map(\.speaker) == ["anna", "bert", "unknown"])
        #expect(corpus.notes.map(\.reason) == [.noLabelFolder])
    }

    @Test func `a folder per label without speakers says so`() throws {
        let folder = try TemporaryFolder(empty: ["happy/1.wav", "sad/1.wav"])
        #expect(try Corpus(named: "mine", at: folder.path).notes.map(\.reason) == [.noSpeakers])
    }

    @Test func `a folder that is missing, a file, empty or another corpus' is refused with a sentence`() throws {
        let folder = try TemporaryFolder(empty: ["full/03a01Fa.wav", "empty/readme.txt"])
        func sentence(_ name: String, _ place: String) -> String {
            do {
                _ = try Corpus(named: name, at: folder.path + place)
                return ""
            } catch {
                return "\(error)".replacing(folder.path, with: "")
            }
        }
        #expect(sentence("emodb", "/nowhere") == "/nowhere: there is no such folder.")
        #expect(sentence("emodb", "/full/03a01Fa.wav") == "/full/03a01Fa.wav: this is not a folder.")
        #expect(sentence("emodb", "/empty") == "/empty: there are no recordings of the corpus emodb here.")
        #expect(sentence("ravdess", "/full") == "/full: none of the 1 recordings here has a name of the corpus ravdess.")
        #expect(sentence("mine", "/nowhere") == "/nowhere: there is no such folder.")
    }
}
