import Foundation
import UndertoneAudio
import UndertoneNeural

// NeuralBenchmark NET step|clip COUNT single|bfloat16: milliseconds of COUNT training steps (32 utterances of 300 frames: forward, loss, backward and
// AdamW) or of COUNT inferences of one utterance of 300 frames, one a line, after five that do not count.

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 4, let name = arguments.first.flatMap({ BenchmarkNet(rawValue: $0) }),
    let purpose = arguments.dropFirst().first, ["step", "clip"].contains(purpose), let count = arguments.dropFirst(2).first.flatMap({ Int($0) }),
    let format = arguments.last.flatMap({ NumberFormat(rawValue: $0) })
else {
    FileHandle.standardError.write(Data("usage: NeuralBenchmark cnn|bilstm|transformer step|clip COUNT single|bfloat16\n".utf8))
    exit(64)
}

let isTraining = purpose == "step"
let batch = isTraining ? 32 : 1
var generator = SeededGenerator(seed: 1)
let store = try ParameterStore(name.net, using: &generator)
let network = try Network(
    name.net, weights: store, batch: batch, frames: 300, purpose: isTraining ? .training : .inference, format: format)
for index in network.input.indices { network.input[index] = Float.random(in: -1.7...1.7, using: &generator) }
let targets = (0..<batch * 6).map { Float($0 % 6 == $0 / 6 % 6 ? 1 : 0) }
let optimizer = Optimizer(OptimizerOptions(gradientNorm: nil), of: store)
let loss = Loss()
let clock = ContinuousClock()
for repetition in 0..<count + 5 {
    let duration = try clock.measure {
        try network.forward(seed: UInt64(repetition))
        guard isTraining else { return }
        _ = loss(scores: network.output, targets: targets, classCount: 6, gradient: network.outputGradient)
        try network.backward()
        optimizer.step(learningRate: 1e-3)
    }
    if repetition >= 5 { print(duration / .milliseconds(1)) }
}
