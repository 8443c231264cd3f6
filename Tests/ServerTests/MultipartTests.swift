import Testing
import UndertoneAudio
@testable import UndertoneServer

@Suite struct MultipartTests {
    private func parse(_ body: [UInt8], cuts: [Int]) throws -> (file: [UInt8], parser: MultipartParser) {
        var parser = try MultipartParser(contentType: Form.type)
        var file: [UInt8] = []
        var start = 0
        for cut in cuts.sorted() + [body.count] {
            file += try parser.accept(body[start..<cut])
            start = cut
        }
        return (file, parser)
    }

    @Test func `the file is the same however the body is cut`() throws {
        let body = Form.body(file: Array("a\r\n--b\r\n".utf8) + [0, 13, 10, 45, 255], name: "x.wav")
        let whole = try parse(body, cuts: [])
        #expect(whole.file == Array("a\r\n--b\r\n".utf8) + [0, 13, 10, 45, 255])
        #expect(whole.parser.hasFile && whole.parser.isDone && whole.parser.fileName == "x.wav")
        #expect(try parse(body, cuts: Array(1..<body.count)).file == whole.file)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let cuts = (0..<Int.random(in: 1...6, using: &generator)).map { _ in Int.random(in: 0...body.count, using: &generator) }
            #expect(try parse(body, cuts: cuts).file == whole.file)
        }
    }

    @Test func `an empty file is a file`() throws {
        let result = try parse(Form.body(file: [], name: "empty"), cuts: [])
        #expect(result.file.isEmpty && result.parser.hasFile)
    }

    @Test func `a body that breaks off has no whole file`() throws {
        let body = Form.body(file: [1, 2, 3], name: "x")
        #expect(try !parse(Array(body.dropLast(20)), cuts: []).parser.hasFile)
    }

    @Test(arguments: ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"open", "multipart/form-data; x=1"])
    func `a type without a boundary is refused`(type: String) {
        #expect(throws: APIError.self) { try MultipartParser(contentType: type) }
    }

    @Test func `a quoted boundary is read without its quotes`() {
        #expect(MultipartParser.parameter("boundary", of: #"multipart/form-data; charset=x; boundary="a b""#) == "a b")
    }

    @Test func `no bytes do any harm`() {
        var generator = SeededGenerator(seed: 6)
        let body = Form.body(file: Array(repeating: 7, count: 50), name: "x")
        for _ in 0..<2000 {
            var mutated = body
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                mutated[Int.random(in: 0..<mutated.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            // A sentence or a file; what is held stays small.
            _ = try? parse(mutated, cuts: [Int.random(in: 0...mutated.count, using: &generator)])
        }
    }
}
