import Foundation
import Testing
import UndertonePictures

@Suite struct CanvasTests {
    @Test func `a file name's ending chooses the format, in capitals or not`() {
        #expect(PictureFormat(fileName: "a.b/call.PNG") == .png)
        #expect(PictureFormat(fileName: "call.svg") == .svg)
        #expect(PictureFormat(fileName: "call.pdf") == .pdf)
        for name in ["call", "call.jpg", "png", ".", ""] { #expect(PictureFormat(fileName: name) == nil) }
    }

    @Test(arguments: PictureFormat.allCases)
    func `sides out of bounds are refused in a sentence before anything is allocated`(format: PictureFormat) {
        for (width, height) in [(0, 500), (500, -1), (319, 500), (500, 8193), (Int.max, Int.max)] {
            let error = #expect(throws: PictureError.self) { try Canvas(width: width, height: height, format: format) }
            #expect(
                error?.description
                    == "A picture of \(width) × \(height) cannot be drawn: each side has 320 to 8192 points.")
        }
    }

    @Test func `a PNG has the size that was asked for`() throws {
        let bytes = try Canvas(width: 417, height: 333, format: .png).encoded()
        #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // The header chunk begins with both sides, most significant byte first.
        #expect(bytes[16..<24].elementsEqual([0, 0, 1, 161, 0, 0, 1, 77]))
    }

    @Test func `shapes and images get their colours where they belong`() throws {
        let canvas = try Canvas(width: 400, height: 400, format: .png)
        canvas.fill(Rectangle(x: 0, y: 0, width: 400, height: 400), Color(0xFFFFFF))
        canvas.fill(Rectangle(x: 10, y: 10, width: 20, height: 20), Color(0x336699))
        var image = PixelImage(width: 2, height: 1)
        image[0, 0] = 0xFF0000
        image[1, 0] = 0x00FF00
        canvas.image(image, in: Rectangle(x: 100, y: 100, width: 2, height: 1))
        canvas.dots([Point(200, 200)], radius: 5, Color(0x0000FF))
        canvas.clipped(to: Rectangle(x: 300, y: 300, width: 10, height: 10)) {
            canvas.fill(Rectangle(x: 0, y: 0, width: 400, height: 400), Color(0x123456))
        }
        #expect(canvas.pixel(x: 15, y: 15) == 0x336699)
        #expect(canvas.pixel(x: 35, y: 15) == 0xFFFFFF)
        #expect(canvas.pixel(x: 100, y: 100) == 0xFF0000)
        #expect(canvas.pixel(x: 101, y: 100) == 0x00FF00)
        #expect(canvas.pixel(x: 200, y: 200) == 0x0000FF)
        #expect(canvas.pixel(x: 305, y: 305) == 0x123456)
        #expect(canvas.pixel(x: 315, y: 305) == 0xFFFFFF)
        #expect(canvas.pixel(x: 400, y: 0) == nil)
    }

    @Test func `an SVG's labels are text that can be searched, and nothing in them is markup`() throws {
        let canvas = try Canvas(width: 400, height: 400, format: .svg)
        canvas.text("a<b> & \u{7}c", at: Point(10, 20), TextStyle(size: 12, color: Color(0x000000)))
        let file = String(decoding: try canvas.encoded(), as: UTF8.self)
        #expect(file.contains(">a&lt;b&gt; &amp; c</text>"))
        #expect(file.hasSuffix("</svg>\n"))
    }

    @Test func `a PDF begins and ends as one`() throws {
        let canvas = try Canvas(width: 400, height: 400, format: .pdf)
        canvas.text("label", at: Point(10, 20), TextStyle(size: 12, color: Color(0x000000)))
        let file = String(decoding: try canvas.encoded(), as: UTF8.self)
        #expect(file.hasPrefix("%PDF-"))
        #expect(file.contains("%%EOF"))
    }

    @Test func `coordinates that are not finite are an error of the canvas, not of the process`() throws {
        let canvas = try Canvas(width: 400, height: 400, format: .png)
        canvas.stroke([Point(.nan, 1), Point(.infinity, 2)], Color(0), width: .nan)
        _ = try? canvas.encoded()
    }

    @Test func `a text that is too long keeps its beginning and its end`() throws {
        let canvas = try Canvas(width: 400, height: 400, format: .png)
        let style = TextStyle(size: 12, color: Color(0))
        let name = "a-very-long-name-of-a-recording-that-nobody-would-give.wav"
        let short = canvas.shortened(name, to: 150, style)
        #expect(short.hasPrefix("a-very"))
        #expect(short.hasSuffix(".wav"))
        #expect(canvas.textWidth(short, style) <= 150)
        #expect(canvas.shortened("short.wav", to: 150, style) == "short.wav")
        #expect(canvas.shortened(name, to: 0, style) == "…")
    }

    @Test(arguments: [ColorMap.magma, ColorMap.paper])
    func `colour maps go from one end of lightness to the other without a turn`(map: ColorMap) {
        func lightness(_ color: UInt32) -> Double {
            let linear = [16, 8, 0].map { pow(Double(color >> UInt32($0) & 0xFF) / 255, 2.2) }
            return cbrt(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
        }
        let values = (0...64).map { lightness(map[Double($0) / 64]) }
        let rises = values[0] < values[64]
        for (first, second) in zip(values, values.dropFirst()) { #expect(rises ? first < second : first > second) }
        #expect(map[-1] == map[0] && map[2] == map[1] && map[.nan] == map[0] && map[.infinity] == map[1])
    }
}
