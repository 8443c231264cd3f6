import CSVM
import UndertoneFeatures

/// libsvm's view of training rows: the one place that owns its nodes and touches its structures.
///
/// A trained `svm_model` points into these nodes, so it is read and freed within `solve`, while they still stand.
final class SupportVectorProblem {
    /// What training found, copied out of libsvm's memory.
    struct Solution {
        /// Which row, in the order given, each support vector is.
        let rows: [Int]
        /// Support vectors a class.
        let counts: [Int]
        /// (classes − 1) × vectors.
        let coefficients: [Double]
        /// One a pair.
        let offsets: [Double]
    }

    private let count: Int
    private let nodes: UnsafeMutablePointer<svm_node>
    private let rows: UnsafeMutablePointer<UnsafeMutablePointer<svm_node>?>
    private let targets: UnsafeMutablePointer<Double>

    /// - Parameter order: which rows of the features, in which order.
    init(features: FeatureMatrix, classes: [Int], order: [Int]) throws {
        let width = features.columnCount + 1
        let (total, overflow) = width.multipliedReportingOverflow(by: order.count)
        // libsvm counts in 32 bits.
        guard !overflow, order.count < Int(Int32.max), width < Int(Int32.max), total < 1 << 40 else {
            throw LearningError.library(name: "libsvm", message: "too many rows")
        }
        count = order.count
        nodes = .allocate(capacity: total)
        rows = .allocate(capacity: count)
        targets = .allocate(capacity: count)
        for (position, row) in order.enumerated() {
            let start = nodes + position * width
            for (column, value) in features.row(row).enumerated() {
                (start + column).initialize(to: svm_node(index: Int32(column + 1), value: Double(value)))
            }
            (start + width - 1).initialize(to: svm_node(index: -1, value: 0))
            (rows + position).initialize(to: start)
            (targets + position).initialize(to: Double(classes[row]))
        }
    }

    deinit {
        nodes.deallocate()
        rows.deallocate()
        targets.deallocate()
    }

    func solve(
        _ parameters: SupportVectorMachine.Parameters, gamma: Double, classes: [Int], weights: [Double]
    ) throws -> Solution {
        Self.silence
        var problem = svm_problem(l: Int32(count), y: targets, x: rows)
        var labels = classes.map { Int32($0) }
        var classWeights = classes.map { weights[$0] }
        return try labels.withUnsafeMutableBufferPointer { labels in
            try classWeights.withUnsafeMutableBufferPointer { classWeights in
                var parameter = svm_parameter()
                parameter.svm_type = Int32(C_SVC)
                parameter.kernel_type = Int32(parameters.kernel == .linear ? LINEAR : RBF)
                parameter.gamma = gamma
                parameter.cache_size = 200
                parameter.eps = parameters.tolerance
                parameter.C = parameters.cost
                parameter.nr_weight = Int32(classes.count)
                parameter.weight_label = labels.baseAddress
                parameter.weight = classWeights.baseAddress
                parameter.shrinking = 1
                if let complaint = svm_check_parameter(&problem, &parameter) {
                    throw LearningError.library(name: "libsvm", message: String(cString: complaint))
                }
                guard var model = svm_train(&problem, &parameter) else {
                    throw LearningError.library(name: "libsvm", message: "no model")
                }
                defer {
                    var pointer: UnsafeMutablePointer<svm_model>? = model
                    svm_free_and_destroy_model(&pointer)
                }
                return try Self.copy(&model, classes: classes)
            }
        }
    }

    private static func copy(
        _ model: inout UnsafeMutablePointer<svm_model>, classes: [Int]
    ) throws -> Solution {
        let trained = model.pointee
        let count = Int(trained.l)
        let classCount = Int(trained.nr_class)
        guard classCount == classes.count, let labels = trained.label, let counts = trained.nSV,
            let indices = trained.sv_indices, let coefficients = trained.sv_coef, let offsets = trained.rho,
            (0..<classCount).allSatisfy({ Int(labels[$0]) == classes[$0] })
        else { throw LearningError.library(name: "libsvm", message: "a model of other classes") }
        return Solution(
            rows: (0..<count).map { Int(indices[$0]) - 1 }, counts: (0..<classCount).map { Int(counts[$0]) },
            coefficients: (0..<classCount - 1).flatMap { other in
                (0..<count).map { coefficients[other]?[$0] ?? 0 }
            },
            offsets: (0..<SupportVectorMachine.pairCount(classCount)).map { offsets[$0] })
    }

    /// libsvm prints its progress to standard output, which belongs to results; asked once to keep quiet.
    private static let silence: Void = svm_set_print_string_function { _ in }
}
