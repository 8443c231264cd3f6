private import CDNNL

/// How the numbers of pictures are kept between a net's operations, and multiplied in its convolutions.
///
/// Weights, what is learnt about them, statistics, sequences and vectors are of single precision either way, and sums within an
/// operation too: the mixed precision of Kalamkar et al., "A Study of BFLOAT16 for Deep Learning Training" (2019).
public enum NumberFormat: String, Codable, Hashable, Sendable, CaseIterable {
    /// 32 bits, 24 of them for the digits.
    case single
    /// 16 bits, 8 of them for the digits: half the memory to move, and twice the multiplications where the processor has them. A
    /// convolution for which oneDNN has no fast way in it, forward or backward, is done in single precision.
    case bfloat16

    /// What this processor is fastest in.
    public static var fastest: NumberFormat { onednn_has_bfloat16() ? .bfloat16 : .single }
}
