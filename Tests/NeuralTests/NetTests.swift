import Testing
import UndertoneNeural

@Suite struct NetTests {
    @Test func `a table shows what each layer gives and learns`() throws {
        let net = Net(input: .frames(columns: 64), layers: [.image] + Net.block(32) + [.globalAverage, .linear(6)])
        let table = try net.table(frames: 300)
        #expect(table.contains("32 × 150 × 32"))
        #expect(table.hasSuffix("550"))
    }

    @Test func `layers that do not fit together are refused by name`() {
        let net = Net(input: .frames(columns: 64), layers: [.globalAverage])
        #expect(throws: NeuralError.shape(layer: "0 (global average)", input: .sequence(frames: 300, features: 64))) {
            try net.output(frames: 300)
        }
    }
}
