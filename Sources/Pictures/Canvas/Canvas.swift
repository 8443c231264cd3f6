import CCairo

/// A surface to draw on, which becomes a PNG, an SVG or a PDF.
///
/// The one wrapper of cairo. A drawing error sticks to the canvas (cairo then ignores what follows) and is thrown by `encoded`,
/// so that drawing itself needs no checks. A canvas is used by one task, and encoded once.
public final class Canvas {
    /// In points, which are the pixels of a PNG.
    public let width: Int
    public let height: Int
    public let format: PictureFormat
    /// The lengths that a side may have: below, no axis is legible; above, a PNG would take more than 256 MiB of memory.
    public static let sides = 320...8192

    let context: OpaquePointer
    let surface: OpaquePointer
    private let sink = ByteSink()
    /// An SVG's text, which is written as text: cairo itself would write outlines that nobody can search or read aloud.
    var labels: [ScalableLabel] = []

    /// Throws `PictureError` when a side is outside `sides`, or when there is no memory.
    public init(width: Int, height: Int, format: PictureFormat) throws(PictureError) {
        guard Self.sides.contains(width), Self.sides.contains(height) else {
            throw .size(width: width, height: height, accepted: Self.sides)
        }
        let created: OpaquePointer?
        let closure = Unmanaged.passUnretained(sink).toOpaque()
        switch format {
        case .png:
            created = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        case .svg:
            created = cairo_svg_surface_create_for_stream(ByteSink.write, closure, Double(width), Double(height))
        case .pdf:
            created = cairo_pdf_surface_create_for_stream(ByteSink.write, closure, Double(width), Double(height))
        }
        guard let created else { throw .drawing(reason: "no memory") }
        if format == .svg { cairo_svg_surface_set_document_unit(created, CAIRO_SVG_UNIT_PX) }
        let context = cairo_create(created)
        let status = context.map { cairo_status($0) } ?? CAIRO_STATUS_NO_MEMORY
        guard let context, status == CAIRO_STATUS_SUCCESS else {
            if let context { cairo_destroy(context) }
            cairo_surface_destroy(created)
            throw .drawing(reason: Self.reason(status))
        }
        self.width = width
        self.height = height
        self.format = format
        self.surface = created
        self.context = context
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    }

    deinit {
        cairo_destroy(context)
        // A surface that writes as it ends does so now, while its sink is still there.
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    /// The finished file's bytes. Throws `PictureError` with the first thing that went wrong since the canvas was made.
    public func encoded() throws(PictureError) -> [UInt8] {
        try check(cairo_status(context))
        if format == .png {
            let closure = Unmanaged.passUnretained(sink).toOpaque()
            try check(cairo_surface_write_to_png_stream(surface, ByteSink.write, closure))
        } else {
            if format == .pdf { cairo_show_page(context) }
            cairo_surface_finish(surface)
            try check(cairo_surface_status(surface))
        }
        return format == .svg ? ScalableLabel.insert(labels, into: sink.bytes) : sink.bytes
    }

    /// The colour 0x00RRGGBB at a place of a PNG's canvas; nil outside it, and for other formats.
    package func pixel(x: Int, y: Int) -> UInt32? {
        guard format == .png, (0..<width).contains(x), (0..<height).contains(y) else { return nil }
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else { return nil }
        let offset = y * Int(cairo_image_surface_get_stride(surface)) + 4 * x
        return UnsafeRawPointer(data).load(fromByteOffset: offset, as: UInt32.self) & 0xFFFFFF
    }

    private func check(_ status: cairo_status_t) throws(PictureError) {
        guard status == CAIRO_STATUS_SUCCESS else { throw .drawing(reason: Self.reason(status)) }
    }

    private static func reason(_ status: cairo_status_t) -> String {
        cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown reason"
    }
}

/// Where cairo writes a file's bytes.
private final class ByteSink {
    var bytes: [UInt8] = []

    static let write: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t = {
        closure, data, length in
        guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }
}
