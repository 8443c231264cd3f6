import CXGBoost
import Foundation
import UndertoneFeatures

/// XGBoost's booster: the one place that owns its handle and calls its C API.
///
/// Only calls that exist in releases 1.6 to 3.x are used. Training runs on one thread, so that the same seed gives the
/// same trees on any machine; fits of different candidates run beside each other instead.
///
/// Sendable because every use of the handle after creation holds `lock`: the library keeps the last prediction in memory
/// that the handle owns.
final class Booster: @unchecked Sendable {
    private let handle: BoosterHandle
    private let lock = NSLock()

    /// Trains: `rounds` rounds, cancellation checked between them.
    ///
    /// - Parameter weights: one a row.
    init(
        _ data: LabelledFeatures, weights: [Float], settings: [String: String], rounds: Int
    ) throws {
        let matrix = try DataMatrix(data.utterances.rows())
        try matrix.set("label", data.classes.map { Float($0) })
        try matrix.set("weight", weights)
        handle = try Self.create(matrix)
        // From here on `deinit` frees the handle, also when this initialiser throws.
        let fixed = [
            "objective": "multi:softprob", "num_class": String(data.labels.count), "tree_method": "hist",
            "nthread": "1", "verbosity": "0",
        ]
        for (name, value) in settings.merging(fixed, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            try Self.check(XGBoosterSetParam(handle, name, value))
        }
        for round in 0..<rounds {
            try Task.checkCancellation()
            try Self.check(XGBoosterUpdateOneIter(handle, Int32(round), matrix.handle))
        }
    }

    /// Loads what `bytes` gave.
    ///
    /// - Throws: ``LearningError`` for what XGBoost could not read and walk.
    init(_ bytes: [UInt8], featureCount: Int, classCount: Int) throws {
        try BoosterTrees.check(bytes, featureCount: featureCount, classCount: classCount)
        handle = try Self.create(nil)
        try Self.check(XGBoosterSetParam(handle, "nthread", "1"))
        try Self.check(XGBoosterSetParam(handle, "verbosity", "0"))
        try bytes.withUnsafeBytes { bytes in
            try Self.check(XGBoosterLoadModelFromBuffer(handle, bytes.baseAddress, UInt64(bytes.count)))
        }
    }

    deinit {
        XGBoosterFree(handle)
    }

    /// The model in UBJSON, XGBoost's own binary format.
    func bytes() throws -> [UInt8] {
        try lock.withLock {
            var length: bst_ulong = 0
            var start: UnsafePointer<CChar>?
            try Self.check(XGBoosterSaveModelToBuffer(handle, #"{"format":"ubj"}"#, &length, &start))
            guard let start else { throw LearningError.library(name: "XGBoost", message: "no model") }
            return Array(UnsafeRawBufferPointer(start: start, count: Int(length)))
        }
    }

    /// The log-probabilities of the classes, rows × classes: margins less the logarithm of their summed exponentials.
    func logProbabilities(_ features: FeatureMatrix, classCount: Int) throws -> [Double] {
        guard features.rowCount > 0 else { return [] }
        let matrix = try DataMatrix(features)
        let margins: [Float] = try lock.withLock {
            let margin =
                #"{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}"#
            var shape: UnsafePointer<bst_ulong>?
            var dimensions: bst_ulong = 0
            var values: UnsafePointer<Float>?
            try Self.check(
                XGBoosterPredictFromDMatrix(handle, matrix.handle, margin, &shape, &dimensions, &values))
            guard let shape, let values, dimensions == 2, shape[0] == UInt64(features.rowCount),
                shape[1] == UInt64(classCount)
            else { throw LearningError.library(name: "XGBoost", message: "scores of other classes") }
            return Array(UnsafeBufferPointer(start: values, count: features.rowCount * classCount))
        }
        var result: [Double] = []
        result.reserveCapacity(margins.count)
        for row in 0..<features.rowCount {
            result += logSoftmax(margins[row * classCount..<(row + 1) * classCount].map(Double.init))
        }
        return result
    }

    private static func create(_ matrix: DataMatrix?) throws -> BoosterHandle {
        var handle: BoosterHandle?
        let matrices: [DMatrixHandle?] = matrix.map { [$0.handle] } ?? []
        try check(XGBoosterCreate(matrices, UInt64(matrices.count), &handle))
        guard let handle else { throw LearningError.library(name: "XGBoost", message: "no booster") }
        return handle
    }

    fileprivate static func check(_ status: Int32) throws {
        guard status != 0 else { return }
        // The first line says what; a stack of C++ addresses follows.
        let message = XGBGetLastError().map { String(cString: $0) } ?? "no reason"
        let line = message.split(separator: "\n").first.map(String.init) ?? "no reason"
        throw LearningError.library(name: "XGBoost", message: line)
    }
}

/// XGBoost's copy of a feature matrix.
private final class DataMatrix {
    let handle: DMatrixHandle

    init(_ features: FeatureMatrix) throws {
        var handle: DMatrixHandle?
        try Booster.check(
            XGDMatrixCreateFromMat(
                features.values, UInt64(features.rowCount), UInt64(features.columnCount), .nan, &handle))
        guard let handle else { throw LearningError.library(name: "XGBoost", message: "no matrix") }
        self.handle = handle
    }

    deinit {
        XGDMatrixFree(handle)
    }

    func set(_ field: String, _ values: [Float]) throws {
        try Booster.check(XGDMatrixSetFloatInfo(handle, field, values, UInt64(values.count)))
    }
}
