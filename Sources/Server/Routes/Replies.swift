import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A JSON answer.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        json(data: try ServerJSON.encode(value), status: status)
    }

    static func json(data: Data, status: HTTPResponse.Status = .ok) -> Response {
        bytes(data, type: "application/json; charset=utf-8", status: status)
    }

    static func bytes(_ bytes: some Sequence<UInt8>, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// An error, as clients get it.
    static func error(_ error: APIError) -> Response {
        var response = json(data: error.json, status: error.code.status)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if error.code == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"undertone\"" }
        if error.code == .upgradeRequired { response.headers[.upgrade] = "websocket" }
        return response
    }
}

extension Request {
    /// A parameter behind the question mark; nil when it is not there.
    ///
    /// - Throws: `APIError` when it comes twice.
    func parameter(_ name: Substring) throws(APIError) -> String? {
        let values = uri.queryParameters[values: name]
        guard values.count <= 1 else { throw APIError(.badRequest, "The parameter \(name) comes more than once.") }
        return values.first.map(String.init)
    }

    /// One of a list of words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: Substring, default standard: Choice
    ) throws(APIError) -> Choice where Choice.RawValue == String {
        guard let text = try parameter(name) else { return standard }
        guard let value = Choice(rawValue: text) else {
            throw APIError(.badRequest, "The parameter \(name) is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return value
    }

    func flag(_ name: Substring) throws(APIError) -> Bool {
        switch try parameter(name) {
        case nil, "false": false
        case "true": true
        default: throw APIError(.badRequest, "The parameter \(name) is true or false.")
        }
    }
}
