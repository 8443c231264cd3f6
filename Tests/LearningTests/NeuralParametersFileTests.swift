import Foundation
import Testing
import UndertoneLearning
import UndertoneNeural

@Suite struct NeuralParametersFileTests {
    private let hidden: [Layer] = [.linear(16, bias: false), .batchNormalization, .activation(.relu), .linear(7)]

    private func read(_ text: String) throws -> NeuralParameters {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try NeuralParameters(contentsOf: file)
    }

    @Test func `a file says only what differs`() throws {
        let parameters = try read(
            """
            {"net": {"input": {"vector": {"features": 1}},
                     "layers": [{"linear": {"_0": 16, "bias": false}}, {"batchNormalization": {}}, {"activation": {"_0": "relu"}},
                                {"linear": {"_0": 7, "bias": true}}]},
             "training": {"epochs": 3, "loss": {"labelSmoothing": 0, "focus": 0}}}
            """)
        var training = NetTrainingOptions(epochs: 3, loss: Loss(), averaging: nil)
        training.patience = nil
        #expect(parameters == NeuralParameters(net: Net(input: .vector(features: 1), layers: hidden), training: training))
    }

    @Test func `what was written is read again as it was`() throws {
        for kind in [ModelKind.mlp, .cnn, .rnn, .crnn] {
            var parameters = NeuralParameters.standard(kind, columns: 12, classes: 6)
            parameters.training.averaging = nil
            parameters.training.patience = 4
            let text = String(decoding: try JSONEncoder().encode(parameters), as: UTF8.self)
            #expect(try read(text) == parameters)
        }
    }

    @Test func `input and output are made to fit`() throws {
        let fitted = NeuralParameters(net: Net(input: .vector(features: 1), layers: hidden)).fitted(columns: 30, classes: 4)
        #expect(fitted.net == Net(input: .vector(features: 30), layers: hidden.dropLast() + [.linear(4)]))
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("[1]", "it is of the wrong type"), ("{}", "net is missing"),
        (#"{"net": {"input": {"vector": {"features": 1}}, "layers": [{"teleport": {}}]}}"#, "net.layers.Index 0 is of the wrong type"),
        (String(repeating: " ", count: 1 << 21), "it is larger than a megabyte"),
    ])
    func `what describes no net is refused with the reason`(text: String, reason: String) throws {
        #expect {
            try read(text)
        } throws: { error in
            if case LearningError.unreadableNet(_, let found) = error { found == reason } else { false }
        }
    }

    @Test func `a net hears what its kind hears`() throws {
        let parameters = NeuralParameters.standard(.cnn, columns: 12, classes: 6)
        try parameters.check(.rnn)
        #expect(throws: LearningError.netOfOtherLevel(.mlp)) { try parameters.check(.mlp) }
        #expect(throws: LearningError.netOfOtherLevel(.svm)) { try parameters.check(.svm) }
    }
}
