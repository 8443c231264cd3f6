import Foundation
import HTTPTypes
import Hummingbird
import NIOHTTP1
import Undertone
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

extension APIError.Code {
    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .unauthorized: .unauthorized
        case .notAllowed: .forbidden
        case .notFound, .noSuchModel: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .timeout: .requestTimeout
        case .lengthRequired: .lengthRequired
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedFormat: .unsupportedMediaType
        case .unreadableAudio, .tooLong: .unprocessableContent
        case .upgradeRequired: .upgradeRequired
        case .rateLimited: .tooManyRequests
        case .tooBusy, .shuttingDown: .serviceUnavailable
        case .storageFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        case .internal: .internalServerError
        }
    }
}

extension APIError {
    /// What any error is to a client. An error that nobody foresaw says no more than that it happened.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as AudioError: self.init(error)
        case let error as FeatureRecipeError: self.init(.badRequest, error.description)
        case let error as FeatureOptionsError: self.init(.badRequest, error.description)
        case let error as MomentError: self.init(.badRequest, error.description)
        case let error as LearningError: self.init(.unreadableAudio, "The model cannot judge this recording: \(error)")
        case let error as HTTPError: self.init(error)
        case is CancellationError: self.init(.shuttingDown, "The request was given up.", retryAfter: 1)
        case is HTTPParserError: self.init(.badRequest, "This is no HTTP/1.1 request.")
        default: self.init(.internal, "Something went wrong inside the server.")
        }
    }

    private init(_ error: AudioError) {
        let sentence = "The recording \(error.path) cannot be read: \(error.fact)."
        switch error.fact {
        case .tooLong: self.init(.tooLong, "The recording \(error.path) is \(error.fact).")
        case .notAudio, .needsFFmpeg: self.init(.unsupportedFormat, sentence)
        case .resamplingFailed, .unwritable, .alreadyFailed: self.init(.internal, sentence)
        default: self.init(.unreadableAudio, sentence)
        }
    }

    private init(_ error: HTTPError) {
        switch error.status {
        case .notFound: self.init(.notFound, "There is nothing at this path; /openapi.yaml says what there is.")
        case .contentTooLarge: self.init(.bodyTooLarge, "The body is larger than this server takes.")
        default: self.init(.badRequest, error.body ?? "The request cannot be understood.")
        }
    }
}
