import Foundation

/// A number with a fixed count of decimals and a point, whatever the locale.
func decimal(_ value: Double, _ places: Int = 3) -> String {
    String(format: "%.\(places)f", locale: Locale(identifier: "en_US_POSIX"), value)
}
