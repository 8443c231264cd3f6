/// The trees of an XGBoost model, looked through before XGBoost walks them: it follows every branch and reads every feature that a tree
/// names, whether there are such, and adds a leaf to whichever class it is said to count for.
///
/// Only what Undertone trains is let through: trees without categories for `multi:softprob`.
struct BoosterTrees {
    private let featureCount: Int
    private let classCount: Int

    /// - Throws: ``LearningError/malformedWeights(reason:)``, ``LearningError/wrongFeatureCount(expected:found:)``.
    static func check(_ bytes: [UInt8], featureCount: Int, classCount: Int) throws {
        try BoosterTrees(featureCount: featureCount, classCount: classCount).check(UBJSON(bytes))
    }

    private func check(_ model: UBJSON) throws {
        let learner = model["learner"], booster = learner?["gradient_booster"]
        try require(booster?["name"]?.text == "gbtree", "they are not trees")
        try require(learner?["objective"]?["name"]?.text == "multi:softprob", "their trees are not for classes")
        let parameters = learner?["learner_model_param"]
        let columns = try parameters?["num_feature"]?.number ?? missing("num_feature")
        guard columns == featureCount else { throw LearningError.wrongFeatureCount(expected: columns, found: featureCount) }
        try require(parameters?["num_class"]?.number == classCount, "their trees know other classes")
        guard let trees = booster?["model"]?["trees"]?.list, let classes = booster?["model"]?["tree_info"]?.numbers else {
            return try missing("trees")
        }
        let shape = booster?["model"]?["gbtree_model_param"]
        try require(shape?["num_trees"]?.number == trees.count && classes.count == trees.count, "trees are missing")
        // Not every release writes both.
        let parallel = try number("num_parallel_tree", of: shape, in: 1...10_000) ?? 1
        try require(trees.count.isMultiple(of: parallel * classCount), "a class has too few trees")
        _ = try number("size_leaf_vector", of: shape, in: 0...1)
        try require(classes.allSatisfy { 0..<classCount ~= $0 }, "a tree is for a class that there is not")
        for (index, tree) in trees.enumerated() { try check(tree, index: index) }
    }

    private func check(_ tree: UBJSON, index: Int) throws {
        try require(tree["id"]?.number == index, "a tree has another's number")
        guard let count = tree["tree_param"]?["num_nodes"]?.number, count > 0,
            let left = tree["left_children"]?.numbers, let right = tree["right_children"]?.numbers,
            let parents = tree["parents"]?.numbers, let features = tree["split_indices"]?.numbers
        else { return try missing("nodes") }
        // More than one number a leaf is another kind of tree.
        _ = try number("size_leaf_vector", of: tree["tree_param"], in: 0...1)
        let lengths = [
            left.count, right.count, parents.count, features.count, tree["split_conditions"]?.count, tree["default_left"]?.count,
            tree["base_weights"]?.count, tree["loss_changes"]?.count, tree["sum_hessian"]?.count,
        ]
        try require(lengths.allSatisfy { $0 == count }, "a tree has another number of nodes than it says")
        for name in ["categories", "categories_nodes", "categories_segments", "categories_sizes"] {
            try require(tree[name]?.count ?? 0 == 0, "a tree asks for categories")
        }
        if let kinds = tree["split_type"] {
            try require(kinds.count == count && kinds.numbers?.allSatisfy { $0 == 0 } == true, "a tree asks for categories")
        }
        try require(features.allSatisfy { 0..<featureCount ~= $0 }, "a tree asks for a feature that there is not")
        // A node that is reached twice would be one of a circle; one that is not reached has been cut off, which no training here does.
        var isReached = [Bool](repeating: false, count: count)
        isReached[0] = true
        var open = [0]
        while let node = open.popLast() {
            guard left[node] != -1 else { continue }
            for child in [left[node], right[node]] {
                try require(0..<count ~= child && !isReached[child] && parents[child] == node, "the branches of a tree go astray")
                isReached[child] = true
                open.append(child)
            }
        }
        try require(isReached.allSatisfy(\.self), "the branches of a tree go astray")
    }

    /// A parameter that may be left out.
    private func number(_ name: String, of parameters: UBJSON?, in range: ClosedRange<Int>) throws -> Int? {
        guard let parameter = parameters?[name] else { return nil }
        guard let number = parameter.number, range ~= number else {
            throw LearningError.malformedWeights(reason: "their \(name) is not in \(range.lowerBound)…\(range.upperBound)")
        }
        return number
    }

    private func require(_ condition: Bool, _ reason: String) throws {
        guard condition else { throw LearningError.malformedWeights(reason: reason) }
    }

    private func missing<Value>(_ what: String) throws -> Value {
        throw LearningError.malformedWeights(reason: "they have no \(what)")
    }
}

/// As XGBoost writes them: parameters are numbers in texts, and a list of numbers may be bare or not.
extension UBJSON {
    fileprivate var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    fileprivate var number: Int? {
        switch self {
        case .integer(let number): number
        case .text(let text): Int(text)
        default: nil
        }
    }

    fileprivate var list: [UBJSON]? {
        if case .list(let values) = self { values } else { nil }
    }

    fileprivate var numbers: [Int]? {
        switch self {
        case .integers(let numbers): return numbers
        case .list(let values):
            let numbers = values.compactMap(\.number)
            return numbers.count == values.count ? numbers : nil
        default: return nil
        }
    }

    /// Of a list.
    fileprivate var count: Int? {
        switch self {
        case .integers(let numbers): numbers.count
        case .reals(let count): count
        case .list(let values): values.count
        default: nil
        }
    }
}
