/// The order in which a recurrent layer takes the frames of a batch, and the way back from it.
///
/// The layer takes one frame of every utterance after another (frames × batch × features), where all else has one utterance after
/// another. Reversed, each utterance begins with its last frame that is not padding. Padding is zero on either side.
struct FrameOrder {
    let batch: Int
    let frames: Int
    let frameStride: Int
    let isReversed: Bool
    let conditions: RunConditions

    /// Takes some columns of each utterance's frames.
    ///
    /// - Parameters:
    ///   - columns: those of the source that the target has.
    ///   - width: the source's number of columns.
    func take(
        _ columns: Range<Int>, of width: Int, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
    ) {
        forEachFrame { utterance, frame, place in
            let row = target + (place * batch + utterance) * columns.count
            if let frame {
                row.update(from: source + (utterance * frames + frame) * width + columns.lowerBound, count: columns.count)
            } else {
                row.update(repeating: 0, count: columns.count)
            }
        }
    }

    /// Puts them back, or adds them to what is there.
    func put(
        _ columns: Range<Int>, of width: Int, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
        adding: Bool = false
    ) {
        forEachFrame { utterance, frame, place in
            let row = target + (utterance * frames + (frame ?? place)) * width + columns.lowerBound
            let numbers = source + (place * batch + utterance) * columns.count
            switch (frame, adding) {
            case (nil, false): row.update(repeating: 0, count: columns.count)
            case (nil, true): break
            case (_, false): row.update(from: numbers, count: columns.count)
            case (_, true): for column in 0..<columns.count { row[column] += numbers[column] }
            }
        }
    }

    /// Which frame stands at each place; none where padding does.
    private func forEachFrame(_ body: (_ utterance: Int, _ frame: Int?, _ place: Int) -> Void) {
        for utterance in 0..<batch {
            let length = conditions.length(utterance, frameStride: frameStride, of: frames)
            for place in 0..<length { body(utterance, isReversed ? length - 1 - place : place, place) }
            for place in length..<frames { body(utterance, nil, place) }
        }
    }
}
