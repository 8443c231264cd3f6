extension Float {
    /// 0 for what is not finite, and ±10⁶ at most, 120 dB over full scale: powers and sums of it stay finite.
    package var bounded: Float { isFinite ? Swift.min(Swift.max(self, -1e6), 1e6) : 0 }
}
