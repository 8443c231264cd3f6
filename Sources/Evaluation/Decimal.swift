import Foundation

/// A number with a fixed count of decimals and a point, whatever the locale.
func decimal(_ value: Double, _ places: Int = 3) -> String {
    let text = String(format: "%.\(places)f", locale: Locale(identifier: "en_US_POSIX"), value)
    // What rounds to zero has no sign.
    return text.hasPrefix("-") && Double(text) == 0 ? String(text.dropFirst()) : text
}
