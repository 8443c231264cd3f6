/// What the spectral shape needs to know of the frame before; empty before the first frame.
struct ShapeState: Sendable {
    /// The magnitudes of the band's bins, their sum being 1.
    var magnitude: [Float] = []
    /// The mel bands in decibels.
    var mel: [Float] = []
}

extension DescriptorComputer {
    /// What natural logarithms are multiplied by: 10/ln 10 and 1/ln 2.
    private static var decibels: Float { 4.342_944_8 }
    private static var octaves: Float { 1.442_695 }

    /// The columns of `ShapeOptions` of eight power spectra.
    func spectralShape(
        _ tables: ShapeTables, _ power: LanePointer, count: Int, state: inout ShapeState, to raw: LanePointer
    ) {
        let bins = tables.band.count
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * bins) { memory in
            guard let magnitude = memory.baseAddress else { return }
            var next = raw
            let total = moments(tables, power, magnitude, to: &next)
            rollOffs(tables, magnitude, total: total, to: &next)
            let logs = magnitude + bins
            next.pointee = flatness(tables, power, logs)
            next[1] = flux(magnitude, total: total, count: count, bins: bins, state: &state.magnitude)
            next += 2
            lowCentroids(tables, power, to: &next)
            slopes(tables, logs, to: &next)
            ratios(tables, power, logs, to: &next)
            next.pointee = melFlux(tables, power, count: count, state: &state.mel)
            contrasts(tables, power, to: next + 1)
        }
    }

    /// Level, centroid and bandwidth. Fills `magnitude` and returns its sum.
    private func moments(
        _ tables: ShapeTables, _ power: LanePointer, _ magnitude: LanePointer, to next: inout LanePointer
    ) -> Lanes {
        let low = tables.band.lowerBound
        var (energy, total, moment) = (Lanes.zero, Lanes.zero, Lanes.zero)
        for index in 0..<tables.band.count {
            let value = power[low + index] + tables.floor
            let root = value.squareRoot()
            magnitude[index] = root
            energy += value
            total += root
            moment += root * (Float(low + index) * tables.spacing)
        }
        let centroid = moment / total
        var spread = Lanes.zero
        for index in 0..<tables.band.count {
            let distance = Float(low + index) * tables.spacing - centroid
            spread += magnitude[index] * distance * distance
        }
        next[0] = LaneMath.scaledLog(energy, factor: Self.decibels) + tables.levelOffset
        next[1] = logFrequency(centroid)
        next[2] = LaneMath.scaledLog((spread / total).squareRoot() + 1, factor: Self.octaves)
        next += 3
        return total
    }

    private func rollOffs(_ tables: ShapeTables, _ magnitude: LanePointer, total: Lanes, to next: inout LanePointer) {
        let shares = options.shape.rollOffShares
        let low = tables.band.lowerBound
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * shares.count) { memory in
            guard let thresholds = memory.baseAddress else { return }
            let below = thresholds + shares.count
            for (index, share) in shares.enumerated() { (thresholds[index], below[index]) = (total * share, .zero) }
            var sum = Lanes.zero
            for bin in 0..<tables.band.count {
                sum += magnitude[bin]
                for index in shares.indices {
                    below[index] += Lanes.zero.replacing(with: 1, where: sum .< thresholds[index])
                }
            }
            for index in shares.indices {
                // Rounding may leave the whole sum a little below a share of nearly 1.
                let bin = LaneMath.min(below[index], Lanes(repeating: Float(tables.band.count - 1))) + Float(low)
                next[index] = logFrequency(bin * tables.spacing)
            }
        }
        next += shares.count
    }

    /// Fills `logs` with the bins' decibels.
    private func flatness(_ tables: ShapeTables, _ power: LanePointer, _ logs: LanePointer) -> Lanes {
        let bins = power + tables.band.lowerBound
        var (sum, energy) = (Lanes.zero, Lanes.zero)
        for index in 0..<tables.band.count {
            let value = bins[index] + tables.floor
            let decibels = LaneMath.scaledLog(value, factor: Self.decibels)
            logs[index] = decibels
            sum += decibels
            energy += value
        }
        let scale = 1 / Float(tables.band.count)
        return sum * scale - LaneMath.scaledLog(energy * scale, factor: Self.decibels)
    }

    private func flux(
        _ magnitude: LanePointer, total: Lanes, count: Int, bins: Int, state: inout [Float]
    ) -> Lanes {
        let scale = 1 / total
        if state.isEmpty { state = (0..<bins).map { magnitude[$0][0] * scale[0] } }
        var sum = Lanes.zero
        for bin in 0..<bins {
            let now = magnitude[bin] * scale
            let difference = now - Self.shifted(now, after: state[bin])
            sum += difference * difference
            state[bin] = now[count - 1]
        }
        return sum.squareRoot()
    }

    private func lowCentroids(_ tables: ShapeTables, _ power: LanePointer, to next: inout LanePointer) {
        for bins in tables.lowCentroids {
            var (total, moment) = (Lanes.zero, Lanes.zero)
            for bin in bins {
                let value = power[bin] + tables.floor
                total += value
                moment += value * (Float(bin) * tables.spacing)
            }
            next.pointee = LaneMath.scaledLog(moment / total + 1, factor: Self.octaves)
            next += 1
        }
    }

    private func slopes(_ tables: ShapeTables, _ logs: LanePointer, to next: inout LanePointer) {
        for slope in tables.slopes {
            let values = logs + (slope.firstBin - tables.band.lowerBound)
            var sum = Lanes.zero
            slope.weights.withUnsafeBufferPointer { weights in
                for index in weights.indices { sum += values[index] * weights[index] }
            }
            next.pointee = sum
            next += 1
        }
    }

    /// Alpha ratio and Hammarberg index. A side without bins counts as one bin at the floor.
    private func ratios(_ tables: ShapeTables, _ power: LanePointer, _ logs: LanePointer, to next: inout LanePointer) {
        let band = tables.band
        func level(_ bins: Range<Int>) -> Lanes {
            var sum = Lanes.zero
            for bin in bins { sum += power[bin] + tables.floor }
            return LaneMath.scaledLog(LaneMath.max(sum, Lanes(repeating: tables.floor)), factor: Self.decibels)
        }
        func peak(_ bins: Range<Int>) -> Lanes {
            var peak = LaneMath.scaledLog(Lanes(repeating: tables.floor), factor: Self.decibels)
            for bin in bins { peak = LaneMath.max(peak, logs[bin - band.lowerBound]) }
            return peak
        }
        next[0] = level(band.lowerBound..<tables.alphaSplit) - level(tables.alphaSplit..<band.upperBound)
        next[1] = peak(band.lowerBound..<tables.hammarbergSplit) - peak(tables.hammarbergSplit..<band.upperBound)
        next += 2
    }

    private func melFlux(_ tables: ShapeTables, _ power: LanePointer, count: Int, state: inout [Float]) -> Lanes {
        let isFirst = state.isEmpty
        if isFirst { state = [Float](repeating: 0, count: tables.melBank.rows.count) }
        var sum = Lanes.zero
        tables.melBank.weights.withUnsafeBufferPointer { weights in
            for (band, row) in tables.melBank.rows.enumerated() {
                let bins = power + row.firstBin
                var value = Lanes(repeating: tables.melFloors[band])
                for index in 0..<row.count { value += bins[index] * weights[row.offset + index] }
                let now = LaneMath.scaledLog(value, factor: Self.decibels)
                let rise = now - Self.shifted(now, after: isFirst ? now[0] : state[band])
                sum += LaneMath.max(rise, .zero)
                state[band] = now[count - 1]
            }
        }
        return sum / Float(tables.melBank.rows.count)
    }

    /// The mean of the strongest and of the weakest bins of every band of the contrast, which stand behind the bins that are used, valleys
    /// first: a gain does not change their order.
    func contrastPowers(_ tables: ShapeTables, _ power: LanePointer) {
        let bands = tables.contrasts
        let result = power + usedBinCount
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: max(1, tables.widestContrast)) { scratch in
            guard let scratch = scratch.baseAddress else { return }
            for (index, band) in bands.enumerated() {
                let bins = power + band.bins.lowerBound
                let (size, count) = (band.bins.count, band.quantileCount)
                var (valley, peak) = (bins[0], bins[0])
                if count == 1 {
                    for bin in 1..<max(1, size) {
                        valley = LaneMath.min(valley, bins[bin])
                        peak = LaneMath.max(peak, bins[bin])
                    }
                } else {
                    scratch.update(from: bins, count: size)
                    sortLanes(UnsafeMutableBufferPointer(start: scratch, count: size))
                    (valley, peak) = (.zero, .zero)
                    for position in 0..<count {
                        valley += scratch[position]
                        peak += scratch[size - count + position]
                    }
                    valley /= Float(count)
                    peak /= Float(count)
                }
                (result[index], result[bands.count + index]) = (valley, peak)
            }
        }
    }

    private func contrasts(_ tables: ShapeTables, _ power: LanePointer, to next: LanePointer) {
        let count = tables.contrasts.count
        let powers = power + usedBinCount
        for index in 0..<count {
            let valleyLevel = LaneMath.scaledLog(powers[index] + tables.floor, factor: Self.decibels)
            next[index] = LaneMath.scaledLog(powers[count + index] + tables.floor, factor: Self.decibels) - valleyLevel
            next[count + index] = valleyLevel + tables.valleyOffset
        }
    }

    /// log₂ of hertz, no lower than 0: a band from 0 Hz has a bin there.
    private func logFrequency(_ frequency: Lanes) -> Lanes {
        LaneMath.scaledLog(LaneMath.max(frequency, Lanes(repeating: 1)), factor: Self.octaves)
    }

    /// Each lane's predecessor.
    @inline(__always)
    private static func shifted(_ now: Lanes, after previous: Float) -> Lanes {
        Lanes(previous, now[0], now[1], now[2], now[3], now[4], now[5], now[6])
    }
}
