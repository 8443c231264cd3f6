/// A support vector machine: one maximum-margin boundary for each pair of classes, found by libsvm (Chang and Lin 2011).
///
/// Equal parameters give the same boundaries as scikit-learn's `SVC`, which holds the same code. Scores are its
/// one-vs-rest form of the pairwise decisions: the votes of a class plus its summed confidence squeezed into ±1/3, so the
/// winner of the vote has the highest score and confidence decides only between equal votes.
///
/// The fitted machine is kept as plain numbers and not as libsvm's structure: that one points into its training data, its
/// text format for 4,000 support vectors × 300 features is 18.6 MB and takes 0.15 s to parse, and its parser ends the process on
/// a truncated file. So libsvm fits, and scoring is ours, over dense rows.
public struct SupportVectorMachine: FunctionalsClassifier {
    public static let weightsFileName = "model.safetensors"

    public enum Kernel: String, Codable, Hashable, Sendable {
        case linear
        /// exp(−γ‖x − y‖²)
        case rbf
    }

    /// The width of the radial kernel.
    public enum Gamma: Hashable, Sendable {
        case value(Double)
        /// A multiple of 1 / (features × variance of all training values); 1 is scikit-learn's `gamma="scale"`.
        case scale(times: Double)

        public static let scale = Gamma.scale(times: 1)
    }

    /// How finely support vectors are kept: half halves the file, and training rows are rounded likewise before fitting,
    /// so that what is stored is exactly what was fitted.
    public enum Precision: String, Codable, Hashable, Sendable {
        case single, half
    }

    public struct Parameters: Codable, Hashable, Sendable {
        public var kernel: Kernel
        /// The price of a training row on the wrong side; larger fits closer.
        public var cost: Double
        public var gamma: Gamma
        public var classWeighting: ClassWeighting
        public var precision: Precision
        /// When libsvm stops: the largest violation of the optimality conditions left.
        public var tolerance: Double

        public init(
            kernel: Kernel = .rbf, cost: Double = 1, gamma: Gamma = .scale, classWeighting: ClassWeighting = .balanced,
            precision: Precision = .single, tolerance: Double = 1e-3
        ) {
            self.kernel = kernel
            self.cost = cost
            self.gamma = gamma
            self.classWeighting = classWeighting
            self.precision = precision
            self.tolerance = tolerance
        }
    }

    /// What the pairwise decisions are computed from.
    enum Boundaries: Hashable, Sendable {
        /// Pairs × features: a linear boundary needs no support vectors once it is found.
        case linear(weights: [Double])
        case radial(RadialMachine)
    }

    public let parameters: Parameters
    public let classCount: Int
    public let featureCount: Int
    /// The classes that had training rows, ascending; pairs are (0,1), (0,2), … (1,2), … of these.
    let classes: [Int]
    let boundaries: Boundaries
    /// One constant a pair, subtracted from its decision.
    let offsets: [Double]

    /// How many support vectors scoring goes through; 0 with a linear kernel.
    public var supportVectorCount: Int {
        switch boundaries {
        case .linear: 0
        case .radial(let machine): machine.count
        }
    }

    static func pairCount(_ classes: Int) -> Int { classes * (classes - 1) / 2 }
}

/// Support vectors and their part in each pair's boundary, as libsvm lays them out.
struct RadialMachine: Hashable, Sendable {
    let gamma: Double
    /// Count × features.
    let vectors: [Float]
    /// How many vectors each class has, in the order of the classes; they stand together.
    let counts: [Int]
    /// (classes − 1) × count: a vector's coefficient against each other class.
    let coefficients: [Double]

    var count: Int { counts.reduce(0, +) }
}
