import Foundation
import Testing
import UndertoneFeatures

/// A folder of its own for one test, removed at the end.
func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("features-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

private let table = FeatureTable(
    names: ["mfcc_0_mean", "odd, \"name\""],
    rows: [
        FeatureRow(file: "a/one.wav", start: 0, end: 3.75, values: [-431.25, 0.1]),
        FeatureRow(file: "b, \"two\".wav", start: 1.5, end: 2, values: [.nan, 1e-7]),
        FeatureRow(file: "b, \"two\".wav", start: 2, end: 2.5, values: [.infinity, 16_777_216]),
    ])

private func written(_ format: TableFormat, level: FeatureLevel = .functionals, table: FeatureTable = table)
    async throws -> Data
{
    try await withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("out.\(format.rawValue)")
        let writer = try format.writer(
            to: OutputFile(url: url), names: table.names, files: table.rows.map(\.file), level: level)
        try writer.append(table)
        #expect(!FileManager.default.fileExists(atPath: url.path))
        try writer.finish()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [url.lastPathComponent])
        return try Data(contentsOf: url)
    }
}

@Suite struct TableWriterTests {
    @Test func `What is no regular file is written to and stays what it is`() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("sink")
            try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: "/dev/null")
            let output = try OutputFile(url: url)
            try output.write("nothing is kept of this")
            try output.commit()
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: url.path) == "/dev/null")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["sink"])
        }
    }

    @Test func `CSV has file, start and end first, quotes by RFC 4180, and shortest numbers`() async throws {
        let text = String(decoding: try await written(.csv), as: UTF8.self)
        #expect(
            text == """
                file,start,end,mfcc_0_mean,"odd, ""name\"""
                a/one.wav,0.0,3.75,-431.25,0.1
                "b, ""two"".wav",1.5,2.0,,1e-07
                "b, ""two"".wav",2.0,2.5,,16777216.0

                """)
    }

    @Test func `ARFF quotes names, lists files and writes missing values as question marks`() async throws {
        let text = String(decoding: try await written(.arff), as: UTF8.self)
        #expect(
            text == """
                @relation undertone

                @attribute file {'a/one.wav','b, "two".wav'}
                @attribute 'start' numeric
                @attribute 'end' numeric
                @attribute 'mfcc_0_mean' numeric
                @attribute 'odd, "name"' numeric

                @data
                'a/one.wav',0.0,3.75,-431.25,0.1
                'b, "two".wav',1.5,2.0,?,1e-07
                'b, "two".wav',2.0,2.5,?,16777216.0

                """)
    }

    @Test func `JSON of functionals is one object a line`() async throws {
        let text = String(decoding: try await written(.json), as: UTF8.self)
        #expect(
            text == #"""
                {"file":"a/one.wav","start":0.0,"end":3.75,"features":{"mfcc_0_mean":-431.25,"odd, \"name\"":0.1}}
                {"file":"b, \"two\".wav","start":1.5,"end":2.0,"features":{"mfcc_0_mean":null,"odd, \"name\"":1e-07}}
                {"file":"b, \"two\".wav","start":2.0,"end":2.5,"features":{"mfcc_0_mean":null,"odd, \"name\"":16777216.0}}

                """#)
    }

    @Test func `JSON of frames is one object a recording`() async throws {
        let text = String(decoding: try await written(.json, level: .frames), as: UTF8.self)
        #expect(
            text == #"""
                {"file":"a/one.wav","names":["mfcc_0_mean","odd, \"name\""],"values":[[-431.25,0.1]],"times":[0.0]}
                {"file":"b, \"two\".wav","names":["mfcc_0_mean","odd, \"name\""],"values":[[null,1e-07],[null,16777216.0]],"times":[1.5,2.0]}

                """#)
    }

    @Test func `JSON reads back, whatever stands in a file's name`() async throws {
        let name = "tab\t, quote\", backslash\\, line\n, bell\u{7}, ünïcode 🎙"
        let table = FeatureTable(names: ["x"], rows: [FeatureRow(file: name, start: 0, end: 1, values: [0.3])])
        let object = try JSONSerialization.jsonObject(with: await written(.json, table: table)) as? [String: Any]
        #expect(object?["file"] as? String == name)
        #expect((object?["features"] as? [String: Double])?["x"].map { Float($0) } == 0.3)
    }

    @Test func `NPY is format 1.0 with little-endian floats after 128 bytes of head`() async throws {
        let bytes = [UInt8](try await written(.npy))
        #expect(Array(bytes.prefix(10)) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
        let head = String(decoding: bytes[10..<128], as: UTF8.self)
        #expect(head.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), } "))
        #expect(head.hasSuffix(" \n"))
        #expect(bytes.count == 128 + 3 * 2 * 4)
        // −431.25 is 0xC3D7A000.
        #expect(Array(bytes[128..<132]) == [0x00, 0xA0, 0xD7, 0xC3])
    }

    @Test(arguments: TableFormat.allCases) func `A table without rows is still whole`(format: TableFormat) async throws {
        let data = try await written(format, table: FeatureTable(names: ["x"]))
        #expect(data.isEmpty == (format == .json))
    }

    @Test func `A writer let go leaves nothing, and what was there stays`() async throws {
        try await withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("out.csv")
            try Data("before".utf8).write(to: url)
            do {
                let writer = try TableFormat.csv.writer(
                    to: OutputFile(url: url), names: table.names, files: [], level: .functionals)
                for _ in 0..<5000 { try writer.append(table) }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv"])
            #expect(try Data(contentsOf: url) == Data("before".utf8))
        }
    }

    @Test func `An output in no folder, or where a folder stands, is refused by a sentence`() async throws {
        try await withTemporaryFolder { folder in
            let lost = folder.appendingPathComponent("no/out.csv")
            let first = #expect(throws: OutputError.self) { try OutputFile(url: lost) }
            #expect(first?.description == "Cannot create \(lost.path): the folder does not exist.")
            let second = #expect(throws: OutputError.self) { try OutputFile(url: folder) }
            #expect(second?.description == "Cannot create \(folder.path): a folder of that name exists.")
        }
    }

    @Test func `A full disk is a sentence`() {
        #expect(OutputError.diskFull(path: "out.csv").description == "Cannot write out.csv: the disk is full.")
    }

    @Test func `A folder of NPY files is laid out as the recordings are, and stays within itself`() async throws {
        try await withTemporaryFolder { folder in
            let out = folder.appendingPathComponent("out")
            let writer = FolderTableWriter(folder: out, format: .npy, names: ["x"], level: .frames)
            for file in ["a/one.wav", "a/one.wav", "a/one.flac", "../../two.wav", "/three.wav"] {
                try writer.append(FeatureRow(file: file, start: 0, end: 1, values: [1]))
            }
            try writer.finish()
            let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
            #expect(
                files.filter { $0.hasSuffix(".npy") }.sorted() == [
                    "out/a/one.flac.npy", "out/a/one.wav.npy", "out/three.wav.npy", "out/two.wav.npy",
                ])
            #expect(try Data(contentsOf: out.appendingPathComponent("a/one.wav.npy")).count == 128 + 8)
            #expect(!files.contains { $0.hasSuffix(".partial") })
        }
    }

    @Test func `A folder that cannot be made is refused by a sentence`() async throws {
        try await withTemporaryFolder { folder in
            let blocked = folder.appendingPathComponent("file")
            try Data().write(to: blocked)
            let writer = FolderTableWriter(folder: blocked, format: .csv, names: ["x"], level: .frames)
            let error = #expect(throws: OutputError.self) {
                try writer.append(FeatureRow(file: "a.wav", start: 0, end: 1, values: [1]))
            }
            #expect(error?.description == "Cannot create \(blocked.path)/a.wav.csv: a file stands where a folder is needed.")
        }
    }
}
