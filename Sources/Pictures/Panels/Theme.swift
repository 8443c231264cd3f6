/// The colours of a picture, which is opaque: it looks the same on any page.
public enum Theme: String, Hashable, Sendable, CaseIterable {
    case light, dark

    var background: Color { self == .light ? Color(0xFFFFFF) : Color(0x16181D) }
    /// Behind curves.
    var panel: Color { self == .light ? Color(0xF6F7F9) : Color(0x1E2128) }
    var text: Color { self == .light ? Color(0x1B1F24) : Color(0xECEEF2) }
    /// Numbers and units.
    var quietText: Color { self == .light ? Color(0x59616B) : Color(0xA3ABB8) }
    var grid: Color { self == .light ? Color(0xDDE1E6) : Color(0x323743) }
    var waveform: Color { self == .light ? Color(0x3B5B8C) : Color(0x8FB4EA) }
    var intensity: Color { self == .light ? Color(0x1E7F5C) : Color(0x6FD3A6) }
    var spectrogram: ColorMap { self == .light ? .paper : .magma }
    var pitch: Color { self == .light ? Color(0xE8590C) : Color(0x43D9FF) }
    var formants: Color { self == .light ? Color(0x0B7A75) : Color(0xB6F58F) }
    /// Around lines and dots that lie on the spectrogram.
    var halo: Color { background.opacity(0.75) }
}

/// A theme at the size of one picture: small pictures get small letters, large ones large letters.
struct PictureStyle {
    let theme: Theme
    /// Points for what is 1 point wide in a picture of 1200 × 900.
    let scale: Double

    init(theme: Theme, width: Int, height: Int) {
        self.theme = theme
        scale = max(0.85, min(Double(width) / 1200, Double(height) / 900))
    }

    var name: TextStyle { TextStyle(size: 17 * scale, color: theme.text, isBold: true) }
    var answer: TextStyle { TextStyle(size: 13 * scale, color: theme.quietText) }
    var heading: TextStyle { TextStyle(size: 12 * scale, color: theme.text, isBold: true) }
    var label: TextStyle { TextStyle(size: 11.5 * scale, color: theme.quietText) }
}
