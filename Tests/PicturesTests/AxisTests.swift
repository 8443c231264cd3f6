import Foundation
import Testing
import UndertonePictures

@Suite struct AxisTests {
    static let ranges: [ClosedRange<Double>] = [
        0...1, 0...8000, 0...4000, -1.05...1.05, -0.003...0.003, 20...90, 0...0.3, 0...1e-4, 0...1e9, -5...(-4), 999.9...1000.1,
    ]

    @Test(arguments: ranges, [2, 3, 5, 10, 40])
    func `ticks are few, evenly spaced, inside the range, and each has a label of its own`(
        range: ClosedRange<Double>, count: Int
    ) {
        let ticks = Axis(range, from: 0, to: 100).ticks(atMost: count)
        let width = range.upperBound - range.lowerBound
        #expect(ticks.count <= count)
        #expect(!ticks.isEmpty)
        if count >= 5 { #expect(ticks.count >= 2) }
        #expect(Set(ticks.map(\.label)).count == ticks.count)
        for tick in ticks {
            #expect(tick.value >= range.lowerBound - 1e-5 * width && tick.value <= range.upperBound + 1e-5 * width)
            // A label says the value, as exactly as it is written.
            let written = Double(tick.label) ?? .nan
            #expect(abs(written - tick.value) <= 1e-6 * max(width, abs(tick.value)))
        }
        for (first, second) in zip(ticks, ticks.dropFirst()) {
            #expect(abs((second.value - first.value) - (ticks[1].value - ticks[0].value)) < 1e-6 * width)
        }
    }

    @Test func `labels have as many decimals as the step needs, and zero has no sign`() {
        #expect(Axis(-0.25...0.25, from: 0, to: 100).ticks(atMost: 5).map(\.label) == ["-0.2", "-0.1", "0.0", "0.1", "0.2"])
        #expect(Axis(0...8000, from: 0, to: 100).ticks(atMost: 5).map(\.label) == ["0", "2000", "4000", "6000", "8000"])
    }

    @Test(arguments: [true, false])
    func `positions and values are each other's inverse`(isLogarithmic: Bool) {
        let axis = Axis(60...600, from: 500, to: 100, isLogarithmic: isLogarithmic)
        #expect(axis.position(of: 60) == 500)
        #expect(abs(axis.position(of: 600) - 100) < 1e-9)
        for value in [60.0, 75, 100, 599] { #expect(abs(axis.value(at: axis.position(of: value)) - value) < 1e-9) }
    }

    @Test func `a range that cannot be drawn is replaced, and never traps`() {
        for range in [0...0, 5...5, -Double.infinity...1, 0...Double.infinity, -Double.greatestFiniteMagnitude...1e308] {
            let axis = Axis(range, from: 0, to: 100)
            #expect(axis.range == 0...1)
            #expect(!axis.ticks(atMost: 5).isEmpty)
        }
        #expect(Axis(-1...5, from: 0, to: 1, isLogarithmic: true).range == 1...10)
        #expect(Axis(0...1, from: 0, to: 0).ticks(atMost: 0).isEmpty)
    }

    @Test func `chosen ticks keep their distance, the first winning`() {
        let axis = Axis(60...600, from: 100, to: 0, isLogarithmic: true)
        let ticks = axis.ticks(among: [100, 200, 400, 110, 390, 50, 700], distance: 10)
        #expect(ticks.map(\.label) == ["100", "200", "400"])
    }

    @Test(arguments: [0.01, 0.3, 3.7, 59, 119, 120, 600, 3599, 3600, 36_000, 86_400, 1e6, 1e9])
    func `times along an axis are few, increasing and inside it, for a blink and for months`(duration: Double) {
        for count in [2, 5, 12] {
            let ticks = TimeScale(Axis(0...duration, from: 0, to: 1000), atMost: count).ticks
            #expect(!ticks.isEmpty)
            // On a clock the beginning counts beside the steps.
            #expect(ticks.count <= count + 1)
            #expect(ticks.allSatisfy { $0.value >= 0 && $0.value <= duration * 1.001 })
            #expect(Set(ticks.map(\.label)).count == ticks.count)
        }
    }

    @Test func `short times are seconds, long ones are read from a clock`() {
        func labels(_ duration: Double, _ count: Int) -> [String] {
            let scale = TimeScale(Axis(0...duration, from: 0, to: 1000), atMost: count)
            return [scale.title] + scale.ticks.map(\.label)
        }
        #expect(labels(0.3, 4) == ["Time (s)", "0.0", "0.1", "0.2", "0.3"])
        #expect(labels(300, 6) == ["Time (min:s)", "0:00", "1:00", "2:00", "3:00", "4:00", "5:00"])
        #expect(labels(3600, 5) == ["Time (h:min)", "0:00", "0:15", "0:30", "0:45", "1:00"])
    }

    @Test func `a length is written as people say it`() {
        #expect(TimeScale.length(0.3) == "0.30 s")
        #expect(TimeScale.length(3.66) == "3.7 s")
        #expect(TimeScale.length(245) == "4:05 min")
        #expect(TimeScale.length(3725) == "1:02:05 h")
        #expect(TimeScale.length(.nan) == "unknown length")
    }
}
