import ArgumentParser
import Foundation

/// Becomes the server, a program of its own beside this one, so that whoever does not serve need not build it.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Recognise over HTTP and WebSockets, with a page for the browser.",
        discussion: """
            Starts the program undertone-server, which lies beside undertone once it is built (`make server`, or `swift build -c release \
            --product undertone-server`). All options are its own: undertone serve --help lists them.

            EXAMPLES
              undertone serve
              undertone serve --port 9000 --store results.sqlite
            """)

    /// `--help` too is the server's to answer.
    @Argument(parsing: .captureForPassthrough, help: "The server's options.")
    var options: [String] = []

    static let program = "undertone-server"

    func run() throws {
        guard let path = Self.places.first(where: FileManager.default.isExecutableFile) else {
            throw Failure("the server is not built; `make server` in Undertone's folder builds it beside undertone")
        }
        // For glibc, unless somebody has chosen: a heap for every thread there ever was would keep what each was left with after a peak,
        // and so would large blocks in between the small ones.
        setenv("MALLOC_ARENA_MAX", "2", 0)
        setenv("MALLOC_MMAP_THRESHOLD_", "131072", 0)
        // What one upload leaves at a heap's end the next one needs: not given back to the system in between.
        setenv("MALLOC_TRIM_THRESHOLD_", "16777216", 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = ([path] + options).map { strdup($0) } + [nil]
        execv(path, &arguments)
        let code = errno
        arguments.forEach { free($0) }
        throw Failure("\(path): cannot be started: \(String(cString: strerror(code)))")
    }

    /// Beside the program itself, symbolic links resolved.
    private static var places: [String] {
        guard let executable = Bundle.main.executableURL else { return [] }
        return [executable, executable.resolvingSymlinksInPath()].map {
            $0.deletingLastPathComponent().appendingPathComponent(program).path
        }
    }
}
