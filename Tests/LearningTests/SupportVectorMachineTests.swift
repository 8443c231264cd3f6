import CSVM
import Testing
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

@Suite struct SupportVectorMachineTests {
    @Test(arguments: [SupportVectorMachine.Kernel.linear, .rbf])
    func `decisions and votes are libsvm's own`(_ kernel: SupportVectorMachine.Kernel) throws {
        let data = try Blobs.make(counts: [50, 30, 40, 20], spread: 2, seed: 1)
        let unseen = try Blobs.make(spread: 2, seed: 2)
        let machine = try SupportVectorMachine.fit(
            data, parameters: .init(kernel: kernel, cost: 2, gamma: .value(0.1), classWeighting: .none), seed: 1)
        let reference = Reference(data, kernel: kernel == .linear ? LINEAR : RBF, cost: 2, gamma: 0.1)
        let decisions = try machine.decisions(unseen.features)
        let votes = try machine.votes(unseen.features)
        for row in 0..<unseen.rowCount {
            let (vote, values) = reference.predict(Array(unseen.features.row(row)), pairs: 6)
            #expect(vote == votes[row])
            for pair in 0..<6 {
                // The same sums in another order, in double precision.
                #expect(abs(decisions[row * 6 + pair] - values[pair]) < 1e-9)
            }
        }
    }

    @Test func `the highest score is a winner of the vote`() throws {
        let data = try Blobs.make(spread: 3, seed: 1)
        let unseen = try Blobs.make(spread: 3, seed: 2)
        let machine = try SupportVectorMachine.fit(data, parameters: .init(), seed: 1)
        let scores = try machine.scores(unseen.features)
        for (row, vote) in try machine.votes(unseen.features).enumerated() {
            let row = Array(scores.row(row))
            // Confidence is bounded by a third on either side, so the rounded score is the number of votes.
            #expect(row.map { $0.rounded() }.max() == row[vote].rounded())
        }
    }

    @Test func `half precision keeps the file small and the predictions nearly all`() throws {
        let data = try Blobs.make(spread: 1.5, seed: 1)
        let single = try SupportVectorMachine.fit(data, parameters: .init(), seed: 1)
        let half = try SupportVectorMachine.fit(data, parameters: .init(precision: .half), seed: 1)
        #expect(try half.save().count < single.save().count)
        let unseen = try Blobs.make(spread: 1.5, seed: 2)
        let equal = Blobs.accuracy(
            try half.scores(unseen.features).predictions, try single.scores(unseen.features).predictions)
        #expect(equal > 0.98)
    }

    @Test func `rows cannot be weighed`() throws {
        let data = try Blobs.make()
        let weighed = try LabelledFeatures(
            features: data.features, labels: data.labels, classes: data.classes, speakers: data.speakers,
            weights: data.classes.map { _ in 2 })
        let error = #expect(throws: LearningError.self) {
            try SupportVectorMachine.fit(weighed, parameters: .init(), seed: 1)
        }
        #expect(error?.description == "A model of kind svm cannot weigh rows, only classes.")
    }

    @Test func `weights cut short, or of something else, are refused with a sentence`() throws {
        let machine = try SupportVectorMachine.fit(Blobs.make(spread: 2), parameters: .init(), seed: 1)
        let bytes = try machine.save()
        for length in 0..<min(bytes.count, 600) {
            #expect(throws: LearningError.self) { try load(Array(bytes.prefix(length))) }
        }
        let reason = "tensor support_vectors has \(machine.supportVectorCount * 6) values"
        #expect(throws: LearningError.malformedWeights(reason: reason)) {
            try SupportVectorMachine.load(bytes, parameters: .init(), classCount: 4, featureCount: 7)
        }
        #expect(throws: LearningError.malformedWeights(reason: "classes that are not the labels'")) {
            try SupportVectorMachine.load(bytes, parameters: .init(), classCount: 3, featureCount: 6)
        }
        #expect(throws: LearningError.malformedWeights(reason: "no tensor weights")) {
            try SupportVectorMachine.load(bytes, parameters: .init(kernel: .linear), classCount: 4, featureCount: 6)
        }
    }

    @Test func `any byte of the header may change without a crash`() throws {
        let bytes = try SupportVectorMachine.fit(Blobs.make(counts: [9, 9, 9, 9]), parameters: .init(), seed: 1).save()
        for position in 0..<min(bytes.count, 700) {
            for change: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
                var mutated = bytes
                mutated[position] ^= change
                // A digit of a shape may change and still describe the same bytes: then it loads, and scores.
                if let machine = try? load(mutated) { _ = try? machine.scores(Blobs.make().features) }
            }
        }
    }

    private func load(_ bytes: [UInt8]) throws -> SupportVectorMachine {
        try SupportVectorMachine.load(bytes, parameters: .init(), classCount: 4, featureCount: 6)
    }
}

/// libsvm used plainly, beside the product's own wrapper.
private final class Reference {
    private var rows: [UnsafeMutablePointer<svm_node>?] = []
    private var targets: [Double] = []
    private var model: UnsafeMutablePointer<svm_model>?

    init(_ data: LabelledFeatures, kernel: some BinaryInteger, cost: Double, gamma: Double) {
        for row in 0..<data.rowCount {
            rows.append(Self.nodes(Array(data.features.row(row))))
            targets.append(Double(data.classes[row]))
        }
        var parameter = svm_parameter()
        parameter.svm_type = Int32(C_SVC)
        parameter.kernel_type = Int32(kernel)
        parameter.gamma = gamma
        parameter.C = cost
        parameter.eps = 1e-3
        parameter.cache_size = 10
        parameter.shrinking = 1
        svm_set_print_string_function { _ in }
        rows.withUnsafeMutableBufferPointer { rows in
            targets.withUnsafeMutableBufferPointer { targets in
                var problem = svm_problem(l: Int32(targets.count), y: targets.baseAddress, x: rows.baseAddress)
                model = svm_train(&problem, &parameter)
            }
        }
    }

    deinit {
        svm_free_and_destroy_model(&model)
        rows.forEach { $0?.deallocate() }
    }

    func predict(_ row: [Float], pairs: Int) -> (vote: Int, decisions: [Double]) {
        let nodes = Self.nodes(row)
        defer { nodes.deallocate() }
        var decisions = [Double](repeating: 0, count: pairs)
        return (Int(svm_predict_values(model, nodes, &decisions)), decisions)
    }

    private static func nodes(_ row: [Float]) -> UnsafeMutablePointer<svm_node> {
        let nodes = UnsafeMutablePointer<svm_node>.allocate(capacity: row.count + 1)
        for (column, value) in row.enumerated() {
            nodes[column] = svm_node(index: Int32(column + 1), value: Double(value))
        }
        nodes[row.count] = svm_node(index: -1, value: 0)
        return nodes
    }
}
