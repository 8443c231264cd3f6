/// How fast descriptors change from frame to frame.
public struct DeltaOptions: Codable, Hashable, Sendable {
    /// The estimator of a derivative, per frame (not per second).
    public enum Method: Codable, Hashable, Sendable {
        /// The slope (order 1) or twice the curvature (order 2) of a straight line or parabola fitted to `width` frames, odd
        /// and at least 3; frames near the ends take the fit of the first or last whole `width` (librosa's `delta`, mode
        /// "interp", width 9).
        case savitzkyGolay(width: Int)
        /// Σ θ(c[t+θ] − c[t−θ]) / 2Σ θ² over θ = 1…window, the end frames repeated; order 2 is the same of order 1 (HTK).
        case htk(window: Int)
        /// As HTK, but order 2 is taken in one step from the features, which differs near the ends (Kaldi's `add-deltas`).
        case kaldi(window: Int)
    }

    public var method: Method
    /// 1 for deltas, 2 for deltas and delta-deltas.
    public var order: Int
    /// Which of the groups get deltas.
    public var groups: [DescriptorGroup]

    public init(
        method: Method = .savitzkyGolay(width: 9), order: Int = 2, groups: [DescriptorGroup] = [.mfcc]
    ) {
        self.method = method
        self.order = order
        self.groups = groups
    }

    public init(convention: FeatureConvention, order: Int = 2, groups: [DescriptorGroup] = [.mfcc]) {
        let method: Method =
            switch convention {
            case .librosa: .savitzkyGolay(width: 9)
            case .kaldi: .kaldi(window: 2)
            case .htk: .htk(window: 2)
            }
        self.init(method: method, order: order, groups: groups)
    }

    func validate(groups available: [DescriptorGroup]) throws(FeatureOptionsError) {
        try require(order, in: 1...2, field: "deltas.order")
        guard !groups.isEmpty, Set(groups).count == groups.count, groups.allSatisfy(available.contains) else {
            throw .groups
        }
        try method.validate()
    }
}

extension DeltaOptions.Method {
    func validate() throws(FeatureOptionsError) {
        switch self {
        case .savitzkyGolay(let width):
            guard width >= 3, width <= 999, !width.isMultiple(of: 2) else {
                throw .outOfRange(field: "deltas.width", value: "\(width)", allowed: "odd, from 3 to 999")
            }
        case .htk(let window), .kaldi(let window): try require(window, in: 1...500, field: "deltas.window")
        }
    }
}
