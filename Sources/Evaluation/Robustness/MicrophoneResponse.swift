import UndertoneAudio

/// How a simulated microphone colours sound: its edges roll off, resonances of its case stand out, its grille lifts or dulls the
/// treble.
///
/// The ranges are ours, of the size by which headsets, telephones and table microphones differ.
struct MicrophoneResponse {
    let filter: FilterCascade

    init(sampleRate: Int, using generator: inout SeededGenerator) {
        func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
        var sections = FilterCascade.highPass(frequency: draw(40...120), order: 2, sampleRate: sampleRate).sections
        sections.append(.lowShelf(frequency: draw(150...400), gain: draw(-6...6), sampleRate: sampleRate))
        for range in [500.0...1500, 1500...4000] {
            sections.append(.peaking(frequency: draw(range), q: draw(0.7...2), gain: draw(-6...6), sampleRate: sampleRate))
        }
        sections.append(.highShelf(frequency: draw(3000...6000), gain: draw(-9...6), sampleRate: sampleRate))
        filter = FilterCascade(sections)
    }
}
