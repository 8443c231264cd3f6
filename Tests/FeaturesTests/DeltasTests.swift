import Testing
import TestSupport
import UndertoneAudio
import UndertoneFeatures

struct DeltasTests {
    private static let methods: [DeltaOptions.Method] = [.savitzkyGolay(width: 9), .htk(window: 2), .kaldi(window: 2)]

    private func derived(_ values: [Float], _ method: DeltaOptions.Method, order: Int) -> [[Float]] {
        let matrix = FeatureMatrix(names: ["x"], values: values).appendingDeltas(method: method, order: order)
        return (0..<matrix.rowCount).map { Array(matrix.row($0)) }
    }

    @Test(arguments: methods)
    func `a ramp has a constant slope and no curvature`(method: DeltaOptions.Method) {
        let rows = derived((0..<40).map { 3 * Float($0) }, method, order: 2)
        for row in rows[5..<35] {
            #expect(abs(row[1] - 3) < 1e-4)
            #expect(abs(row[2]) < 1e-4)
        }
    }

    @Test func `a parabola has the curvature of its formula, up to the ends`() {
        for row in derived((0..<30).map { Float($0 * $0) }, .savitzkyGolay(width: 9), order: 2) {
            #expect(abs(row[2] - 2) < 1e-3)
        }
    }

    @Test(arguments: methods, [0, 1, 2, 3, 4, 8, 9, 10])
    func `short signals have finite deltas`(method: DeltaOptions.Method, count: Int) {
        let rows = derived((0..<count).map(Float.init), method, order: 2)
        #expect(rows.count == count)
        #expect(rows.joined().allSatisfy { $0.isFinite })
    }

    @Test(arguments: methods)
    func `rows one at a time give what all at once give`(method: DeltaOptions.Method) {
        let values = Array(Synthetic.noise(duration: 0.02).samples.prefix(300))
        var whole = Deltas(method: method, order: 2, columns: 3)
        let expected = whole.accept(values) + whole.finish()
        var single = Deltas(method: method, order: 2, columns: 3)
        var result: [Float] = []
        for row in 0..<100 { result += single.accept(values[3 * row..<3 * row + 3]) }
        result += single.finish()
        #expect(result.map(\.bitPattern) == expected.map(\.bitPattern))
        #expect(expected.count == 600)
    }

    @Test func `columns are named after what they derive from`() {
        let matrix = FeatureMatrix(names: ["mfcc_3", "rms"], values: [1, 2])
        #expect(
            matrix.appendingDeltas(method: .htk(window: 2), order: 2).names
                == ["mfcc_3", "rms", "mfcc_delta_3", "rms_delta", "mfcc_delta2_3", "rms_delta2"])
    }
}
