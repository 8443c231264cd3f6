import Foundation

/// A program that writes to a pipe we read, with its complaints collected; killed when this value goes away.
///
/// No shell is involved, and the program's standard input is empty.
final class ChildProcess {
    private var identifier: pid_t
    private let output: Int32
    private let errors: Int32
    private var complaints: [UInt8] = []
    private var errorsAreOpen = true

    /// The system's error number.
    struct Failure: Error {
        let code: Int32
    }

    init(program: String, arguments: [String]) throws(Failure) {
        starting.lock()
        defer { starting.unlock() }
        var (outputEnds, errorEnds) = ([Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2))
        guard Self.makePipe(&outputEnds) else { throw Failure(code: errno) }
        guard Self.makePipe(&errorEnds) else {
            let code = errno
            for end in outputEnds { close(end) }
            throw Failure(code: code)
        }
        var child: pid_t = 0
        let code = Self.spawn(program, arguments, output: outputEnds[1], errors: errorEnds[1], &child)
        close(outputEnds[1])
        close(errorEnds[1])
        guard code == 0 else {
            close(outputEnds[0])
            close(errorEnds[0])
            throw Failure(code: code)
        }
        identifier = child
        output = outputEnds[0]
        errors = errorEnds[0]
    }

    deinit {
        if identifier > 0 {
            kill(identifier, SIGKILL)
            _ = wait()
        }
        close(output)
        close(errors)
    }

    /// Reads what the program writes: 0 at the end, `nil` when nothing came for `timeout` seconds or reading failed.
    func read(into bytes: UnsafeMutableRawPointer, count: Int, timeout: Double) -> Int? {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while ContinuousClock.now < deadline {
            var waits = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errorsAreOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&waits, nfds_t(waits.count), 1000)
            if ready < 0, errno != EINTR { return nil }
            guard ready > 0 else { continue }
            // Complaints first: a full pipe of them would stop the program.
            if waits[1].revents != 0 { collectComplaints() }
            if waits[0].revents != 0 {
                let got = Foundation.read(output, bytes, count)
                if got < 0, errno == EINTR || errno == EAGAIN { continue }
                return got < 0 ? nil : got
            }
        }
        return nil
    }

    /// Waits for the program to end, after it closed its output: its exit status, and what it complained, line by line.
    ///
    /// - Returns: status −1 when the system does not tell, 128 + n when signal n ended it.
    func finish() -> (status: Int, complaints: [String]) {
        while errorsAreOpen {
            var wait = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, 5000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { break }
            collectComplaints()
        }
        // It has nothing more to say; one that lingers is not waited for.
        if errorsAreOpen { kill(identifier, SIGKILL) }
        let status = wait()
        identifier = 0
        let lines = String(decoding: complaints, as: UTF8.self).split(whereSeparator: \.isNewline).map { String($0) }
        return (status, lines.filter { !$0.allSatisfy(\.isWhitespace) })
    }

    private func collectComplaints() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let got = Foundation.read(errors, &buffer, buffer.count)
        if got < 0, errno == EINTR || errno == EAGAIN { return }
        guard got > 0 else {
            errorsAreOpen = false
            return
        }
        complaints += buffer[..<got]
        if complaints.count > 16384 { complaints.removeFirst(complaints.count - 8192) }
    }

    private func wait() -> Int {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 {
            // Somebody else collects the children of this process.
            guard errno == EINTR else { return -1 }
        }
        let signal = Int(status & 0x7F)
        return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
    }

    /// Where a program is: itself if it is a path, else the first in PATH.
    static func find(_ program: String) -> String? {
        func isExecutable(_ path: String) -> Bool {
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
        guard !program.isEmpty else { return nil }
        if program.contains("/") { return isExecutable(program) ? program : nil }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.map { "\($0)/\(program)" }.first(where: isExecutable)
    }

    private static func spawn(
        _ program: String, _ arguments: [String], output: Int32, errors: Int32, _ child: inout pid_t
    ) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        var code = posix_spawn_file_actions_init(&actions)
        guard code == 0 else { return code }
        defer { posix_spawn_file_actions_destroy(&actions) }
        code = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if code == 0 { code = posix_spawn_file_actions_adddup2(&actions, output, 1) }
        if code == 0 { code = posix_spawn_file_actions_adddup2(&actions, errors, 2) }
        guard code == 0 else { return code }
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        code = posix_spawnattr_init(&attributes)
        guard code == 0 else { return code }
        defer { posix_spawnattr_destroy(&attributes) }
        // A server ignores SIGPIPE; a program that inherited that would complain of each pipe that closes.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        code = posix_spawnattr_setsigdefault(&attributes, &signals)
        if code == 0 { code = posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF)) }
        guard code == 0 else { return code }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        return posix_spawn(&child, program, &actions, &attributes, &words, environ)
    }

    private static func makePipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }
}

/// One start at a time: a program started between the making of another's pipe and its marking as not to be inherited
/// would hold that pipe open.
private let starting = NSLock()
