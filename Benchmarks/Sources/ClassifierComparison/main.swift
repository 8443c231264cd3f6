// Our side of Benchmarks/classifier_comparison.py: fits and predicts what the folder named on the command line describes.
import Foundation
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

struct Job: Decodable {
    struct Model: Decodable {
        let kernel: SupportVectorMachine.Kernel
        let cost: Double
        let balanced: Bool
    }

    let columns: Int
    let labels: [String]
    let classes: [Int]
    let speakers: [String]
    let train: [Int]
    let test: [Int]
    let models: [Model]
    let repeats: Int
}

struct Answer: Encodable {
    var votes: [Int] = []
    var best: [Int] = []
    /// In seconds, the best of several.
    var fit = Double.infinity
    var predict = Double.infinity
    var vectors = 0
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("Run by Benchmarks/classifier_comparison.py, which writes the folder to name.\n".utf8))
    exit(64)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let job = try JSONDecoder().decode(Job.self, from: Data(contentsOf: folder.appendingPathComponent("job.json")))
let bytes = try Data(contentsOf: folder.appendingPathComponent("features.f32"))
let values = [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
    count = bytes.copyBytes(to: buffer) / 4
}
let all = try LabelledFeatures(
    features: FeatureMatrix(names: (0..<job.columns).map { "feature \($0)" }, values: values),
    labels: LabelSet(job.labels.map { Emotion($0) }), classes: job.classes, speakers: job.speakers)
let train = try all.rows(at: job.train)
let test = try all.rows(at: job.test)

let answers = try job.models.map { model in
    var answer = Answer()
    for _ in 0..<job.repeats {
        var fitted: (standardizer: Standardizer, machine: SupportVectorMachine)?
        let fit = try seconds {
            let standardizer = try Standardizer(fitting: train.features)
            let rows = try LabelledFeatures(
                features: standardizer(train.features), labels: train.labels, classes: train.classes,
                speakers: train.speakers)
            let parameters = SupportVectorMachine.Parameters(
                kernel: model.kernel, cost: model.cost, gamma: .scale,
                classWeighting: model.balanced ? .balanced : .none)
            fitted = (standardizer, try SupportVectorMachine.fit(rows, parameters: parameters, seed: 1))
        }
        guard let fitted else { continue }
        let predict = try seconds { answer.votes = try fitted.machine.votes(fitted.standardizer(test.features)) }
        answer.best = try fitted.machine.scores(fitted.standardizer(test.features)).predictions
        answer.vectors = fitted.machine.supportVectorCount
        answer.fit = min(answer.fit, fit)
        answer.predict = min(answer.predict, predict)
    }
    return answer
}
print(String(decoding: try JSONEncoder().encode(answers), as: UTF8.self))
