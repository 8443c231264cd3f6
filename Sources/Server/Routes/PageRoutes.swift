import Hummingbird

/// The page and its parts, which are in the program itself: no file is ever read for a client.
enum PageRoutes {
    /// A part of the page: where it is, what it is, and its bytes.
    struct Asset: Sendable {
        let path: String
        let type: Kind
        let bytes: [UInt8]

        init(_ path: String, _ type: Kind, _ bytes: [UInt8]) {
            (self.path, self.type, self.bytes) = ("/" + path, type, bytes)
        }
    }

    enum Kind: String {
        case page = "text/html; charset=utf-8"
        case css = "text/css; charset=utf-8"
        case script = "text/javascript; charset=utf-8"
        case picture = "image/svg+xml"
        case yaml = "application/yaml; charset=utf-8"
    }

    static let assets: [Asset] = [
        Asset("", .page, PackageResources.index_html),
        Asset("answer.js", .script, PackageResources.answer_js),
        Asset("app.js", .script, PackageResources.app_js),
        Asset("charts.js", .script, PackageResources.charts_js),
        Asset("controls.js", .script, PackageResources.controls_js),
        Asset("decode.js", .script, PackageResources.decode_js),
        Asset("details.js", .script, PackageResources.details_js),
        Asset("favicon.svg", .picture, PackageResources.favicon_svg),
        Asset("files.js", .script, PackageResources.files_js),
        Asset("fourier.js", .script, PackageResources.fourier_js),
        Asset("history.js", .script, PackageResources.history_js),
        Asset("live.js", .script, PackageResources.live_js),
        Asset("message.js", .script, PackageResources.message_js),
        Asset("models.js", .script, PackageResources.models_js),
        Asset("openapi.yaml", .yaml, PackageResources.openapi_yaml),
        Asset("panels.css", .css, PackageResources.panels_css),
        Asset("pitch.js", .script, PackageResources.pitch_js),
        Asset("player.js", .script, PackageResources.player_js),
        Asset("quality.js", .script, PackageResources.quality_js),
        Asset("recorder.js", .script, PackageResources.recorder_js),
        Asset("recording.js", .script, PackageResources.recording_js),
        Asset("results.js", .script, PackageResources.results_js),
        Asset("service.js", .script, PackageResources.service_js),
        Asset("spectrogram.js", .script, PackageResources.spectrogram_js),
        Asset("spectrum.js", .script, PackageResources.spectrum_js),
        Asset("stream.js", .script, PackageResources.stream_js),
        Asset("studio.css", .css, PackageResources.studio_css),
        Asset("style.css", .css, PackageResources.style_css),
        Asset("surface.js", .script, PackageResources.surface_js),
        Asset("timeline.js", .script, PackageResources.timeline_js),
        Asset("trouble.js", .script, PackageResources.trouble_js),
        Asset("words.js", .script, PackageResources.words_js),
        Asset("worklet.js", .script, PackageResources.worklet_js),
    ]

    static func respond(_ asset: Asset) -> Response {
        var response = Response.bytes(asset.bytes, type: asset.type.rawValue)
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}
