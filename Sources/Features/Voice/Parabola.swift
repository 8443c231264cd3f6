/// The parabola through three points a unit apart.
enum Parabola {
    /// Its top, as an offset from the middle point in −1…1; the middle point itself where it has none.
    @inline(__always)
    static func vertex(_ left: Double, _ middle: Double, _ right: Double) -> (offset: Double, height: Double) {
        let curvature = 2 * middle - left - right
        guard curvature > 0 else { return (0, middle) }
        let offset = min(1, max(-1, (right - left) / (2 * curvature)))
        return (offset, middle + (right - left) * offset / 4)
    }
}
