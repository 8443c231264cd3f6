import Testing
import UndertoneCorpora

struct LocatorTests {
    @Test func `a corpus is found where it was said to be, else under the root by any of its names`() throws {
        let folder = try TemporaryFolder(empty: ["EMO-DB/03a01Fa.wav", "own/sad/1.wav", "savee/DC_a01.wav"])
        let locator = try CorpusLocator(arguments: ["berlin", "mine=\(folder.path)/own", "SAVEE"], root: folder.path)
        #expect(locator.names == ["emodb", "mine", "savee"])
        #expect(try locator.corpora().map(\.utterances.count) == [1, 1, 1])
        #expect(locator.available() == ["emodb", "savee"])
    }

    @Test(arguments: [
        ("", "'' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."),
        ("=x", "'=x' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."),
        ("x=", "'x=' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."),
        ("../x", "'../x' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."),
        ("..", "'..' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."),
        ("tess", "The corpus tess has no place; write tess=DIR, or set UNDERTONE_CORPORA to the folder that holds it."),
    ])
    func `an argument that leads nowhere is refused with a sentence`(_ argument: String, _ sentence: String) {
        #expect {
            try CorpusLocator(arguments: [argument], root: "").corpora()
        } throws: {
            "\($0)" == sentence
        }
    }

    @Test func `a corpus that is not under the root, or is given twice, is refused`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: CorpusError.corpusNotFound(name: "tess", searched: folder.path)) {
            try CorpusLocator(arguments: ["tess"], root: folder.path).corpora()
        }
        #expect(throws: CorpusError.corpusGivenTwice(name: "crema-d")) {
            try CorpusLocator(arguments: ["crema=/a", "cremad=/b"])
        }
    }
}
