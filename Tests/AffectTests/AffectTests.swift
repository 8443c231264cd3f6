import Testing
import UndertoneAffect

@Test func `a label set keeps its order and drops repetitions`() {
    let labels = LabelSet([.sadness, .anger, .sadness])
    #expect(labels.labels == [.sadness, .anger])
    #expect(labels.index(of: .anger) == 1)
    #expect(labels.index(of: .calm) == nil)
}

@Test func `the mean of probabilities is weighted`() throws {
    let labels: LabelSet = [.anger, .neutral]
    let mean = try #require(
        Probabilities.mean(of: [
            (Probabilities(labels: labels, values: [1, 0]), 3), (Probabilities(labels: labels, values: [0, 1]), 1),
        ]))
    #expect(mean.values == [0.75, 0.25])
    #expect(mean.emotion == .anger)
    #expect(mean.confidence == 0.75)
    #expect(mean[.calm] == 0)
    #expect(Probabilities.mean(of: []) == nil)
}
