import CCairo

extension Canvas {
    public func fill(_ rectangle: Rectangle, _ color: Color) {
        select(color)
        cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        cairo_fill(context)
    }

    /// Fills a closed outline.
    public func fill(_ outline: [Point], _ color: Color) {
        guard outline.count > 2 else { return }
        select(color)
        trace(outline)
        cairo_close_path(context)
        cairo_fill(context)
    }

    /// Draws a line through points; a single point becomes a dot as wide as the line.
    public func stroke(_ points: [Point], _ color: Color, width: Double) {
        guard let first = points.first else { return }
        select(color)
        cairo_set_line_width(context, width)
        if points.count == 1 { trace([first, first]) } else { trace(points) }
        cairo_stroke(context)
    }

    /// Draws the edge of a rectangle.
    public func stroke(_ rectangle: Rectangle, _ color: Color, width: Double) {
        select(color)
        cairo_set_line_width(context, width)
        cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        cairo_stroke(context)
    }

    /// Draws many dots of one size.
    public func dots(_ centres: [Point], radius: Double, _ color: Color) {
        guard !centres.isEmpty else { return }
        select(color)
        // A line of no length with round ends is a dot, and many of them are one path.
        cairo_set_line_width(context, 2 * radius)
        for centre in centres {
            cairo_move_to(context, centre.x, centre.y)
            cairo_close_path(context)
        }
        cairo_stroke(context)
    }

    /// Stretches an image over a rectangle.
    public func image(_ image: PixelImage, in rectangle: Rectangle) {
        guard image.width > 0, image.height > 0, rectangle.width > 0, rectangle.height > 0,
            let source = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(image.width), Int32(image.height))
        else { return }
        defer { cairo_surface_destroy(source) }
        // A surface without memory has no data; painting with it gives the canvas its error.
        if let data = cairo_image_surface_get_data(source) {
            let stride = Int(cairo_image_surface_get_stride(source))
            for row in 0..<image.height {
                image.pixels[row * image.width..<(row + 1) * image.width].withUnsafeBytes {
                    UnsafeMutableRawBufferPointer(start: data + row * stride, count: stride).copyMemory(from: $0)
                }
            }
            cairo_surface_mark_dirty(source)
        }
        cairo_save(context)
        cairo_translate(context, rectangle.x, rectangle.y)
        cairo_scale(context, rectangle.width / Double(image.width), rectangle.height / Double(image.height))
        cairo_set_source_surface(context, source, 0, 0)
        // The edge must not fade into what lies outside the image.
        cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
        cairo_rectangle(context, 0, 0, Double(image.width), Double(image.height))
        cairo_fill(context)
        cairo_restore(context)
    }

    /// Draws something that shows only inside a rectangle.
    public func clipped(to rectangle: Rectangle, _ draw: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        cairo_clip(context)
        draw()
        cairo_restore(context)
    }

    func select(_ color: Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
    }

    private func trace(_ points: [Point]) {
        cairo_new_path(context)
        for point in points { cairo_line_to(context, point.x, point.y) }
    }
}
