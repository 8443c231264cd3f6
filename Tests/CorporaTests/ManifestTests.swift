import Foundation
import Testing
import UndertoneAffect
import UndertoneCorpora

struct ManifestTests {
    private func read(_ name: String, _ data: Data) throws -> (corpus: Corpus, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        return (try Corpus(named: "mine", at: try folder.write(name, data)), folder)
    }

    private func sentence(_ name: String, _ data: Data) throws -> String {
        let folder = try TemporaryFolder()
        do {
            _ = try Corpus(named: "mine", at: try folder.write(name, data))
            return "no error"
        } catch {
            return "\(error)".replacing(folder.path + "/", with: "")
        }
    }

    @Test(arguments: [
        ("m.csv", "path,label,speaker,sex,sentence,intensity\na.wav,Angry,anna,F,\"hello, \"\"you\"\"\",high\n"),
        ("m.csv", "\u{FEFF}PATH,Label,speaker,sex,sentence,intensity,more\r\n\r\na.wav,angry,anna,female,\"hello, \"\"you\"\"\",high,7\r\n"),
        ("m.csv", "label,file,gender,speaker_id,text,intensity\nanger,\"a.wav\", woman , anna,\"hello, \"\"you\"\"\",high"),
        ("m.tsv", "path\tlabel\tspeaker\tsex\tsentence\tintensity\na.wav\tangry\tanna\tf\t\"hello, \"\"you\"\"\"\thigh\n"),
        ("m.jsonl", "{\"path\":\"a.wav\",\"label\":\"angry\",\"speaker\":\"anna\",\"sex\":\"female\","
            + "\"sentence\":\"hello, \\\"you\\\"\",\"intensity\":\"high\",\"other\":[1,{\"a\":null}]}\r\n\n"),
    ])
    func `every form of a manifest says the same`(_ name: String, _ text: String) throws {
        let (corpus, folder) = try read(name, Data(text.utf8))
        #expect(
            corpus.utterances == [
                Utterance(
                    corpus: "mine", path: folder.path + "/a.wav", label: .anger, speaker: "anna", sex: .female,
                    sentence: "hello, \"you\"", intensity: "high")
            ])
        #expect(corpus.notes.isEmpty)
    }

    @Test func `paths are relative to the manifest, or absolute`() throws {
        let (corpus, folder) = try read("m.csv", Data("path,label\nx/a.wav,sad\n/b.wav,joy\n".utf8))
        #expect(corpus.utterances.map(\.path) == ["/b.wav", folder.path + "/x/a.wav"])
        #expect(corpus.utterances.map(\.label) == [.happiness, .sadness])
    }

    @Test func `numbers and nulls in JSON lines are read as text and as nothing`() throws {
        let text = "{\"path\":\"a.wav\",\"label\":\"sad\",\"speaker\":3,\"sex\":null}\n"
        let corpus = try read("m.jsonl", Data(text.utf8)).corpus
        #expect(corpus.utterances.map(\.speaker) == ["3"])
        #expect(corpus.utterances.map(\.sex) == [nil])
    }

    @Test(arguments: ["manifest.csv", "manifest.jsonl"])
    func `a folder that holds a manifest is read by it`(_ name: String) throws {
        let text = name.hasSuffix("csv") ? "path,label\nsad/1.wav,joy\n" : "{\"path\":\"sad/1.wav\",\"label\":\"joy\"}\n"
        let folder = try TemporaryFolder([name: text, "sad/1.wav": ""])
        #expect(try Corpus(named: "mine", at: folder.path).utterances.map(\.label) == [.happiness])
    }

    @Test(arguments: [
        ("m.csv", "", "m.csv, line 1: there is no header that names the columns."),
        ("m.csv", "file,speaker\na.wav,x\n", "m.csv, line 1: there is no column 'label'."),
        ("m.csv", "x\ny\n", "m.csv, line 1: there is no column 'path'.\nm.csv, line 1: there is no column 'label'."),
        ("m.csv", "path,label,label\na,b,c\n", "m.csv, line 1: the column 'label' is named twice."),
        ("m.csv", "path,label\na.wav\nb.wav,sad\nc.wav,sad,x\n",
            "m.csv, line 2: there are 1 fields where the header names 2.\n"
                + "m.csv, line 4: there are 3 fields where the header names 2."),
        ("m.csv", "path,label\n,sad\na.wav,\n", "m.csv, line 2: the path is empty.\nm.csv, line 3: the label is empty."),
        ("m.csv", "path,label,sex\na.wav,sad,q\n", "m.csv, line 2: the sex 'q' is neither female nor male."),
        ("m.csv", "path,label\n\"a\nb.wav\",sad\nc.wav,sad\nc.wav,joy\n",
            "m.csv, line 5: the recording c.wav is listed on line 4 already."),
        ("m.csv", "path,label\na.wav,\"sad\nb.wav,joy\n", "m.csv, line 2: a quotation begins here that does not end."),
        ("m.csv", "path,label\na\u{0}.wav,sad\n", "m.csv, line 2: the path holds a NUL character."),
        ("m.csv", "path,label\n", "m.csv: there are no recordings of the corpus mine here."),
        ("m.jsonl", "{\"path\":\"a.wav\",\"label\":\"sad\"}\nnonsense\n[1]\n",
            "m.jsonl, line 2: it is not a JSON object.\nm.jsonl, line 3: it is not a JSON object."),
        ("m.jsonl", "{\"path\":\"a.wav\"}\n{\"path\":true,\"label\":\"sad\"}\n",
            "m.jsonl, line 1: the label is empty.\nm.jsonl, line 2: the path is neither text nor a number."),
    ])
    func `a malformed manifest is refused with a sentence for each bad line`(
        _ name: String, _ text: String, _ expected: String
    ) throws {
        #expect(try sentence(name, Data(text.utf8)) == expected)
    }

    @Test func `of very many bad lines the first twenty are told`() throws {
        let text = "path,label\n" + String(repeating: "a\n", count: 30)
        let lines = try sentence("m.csv", Data(text.utf8)).split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines.last == "… and 10 more.")
    }

    @Test func `a manifest that is not UTF-8 is refused`() throws {
        #expect(try sentence("m.csv", Data([0x70, 0xFF, 0xFE, 0x00])) == "m.csv: the table is not UTF-8 text.")
    }
}
