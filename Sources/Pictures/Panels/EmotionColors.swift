import UndertoneAffect

/// One colour an emotion, the same in every picture and in both themes, told apart by hue and by lightness.
enum EmotionColors {
    /// - Parameter index: the label's place among its fellows, for words that have no colour of their own.
    static func color(of emotion: Emotion, index: Int) -> Color {
        standard[emotion] ?? others[index % others.count]
    }

    private static let standard: [Emotion: Color] = [
        .anger: Color(0xCF3F4F), .boredom: Color(0xA08F78), .calm: Color(0x6CBCB0), .contempt: Color(0x8A6BA8),
        .disgust: Color(0x6F9440), .fear: Color(0x5B4A9C), .happiness: Color(0xF3B73B), .neutral: Color(0xAEB5BF),
        .sadness: Color(0x3F78BD), .surprise: Color(0xEE8446),
    ]

    private static let others = [
        Color(0x2F8F83), Color(0xC06C9B), Color(0x8C5A3C), Color(0x5DA9DD), Color(0xB5B04A), Color(0x6E7787),
    ]
}
