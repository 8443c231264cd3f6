/// Which descriptors, and which families of them, carried a model's decisions.
///
/// Losses of single descriptors do not add up to those of their families: related descriptors stand in for each other.
public struct ImportanceReport: Hashable, Sendable, Codable {
    /// A group of columns that was shuffled as one.
    public struct Row: Hashable, Sendable, Codable {
        /// A descriptor such as `mfcc_3`, or a family such as `timbre`.
        public let name: String
        /// The family that it belongs to; a family's own name.
        public let family: String
        /// How many columns were shuffled together.
        public let columns: Int
        /// The unweighted average recall lost, averaged over the repeats.
        public let uarLost: Double
        /// The sample standard deviation of the loss over the repeats.
        public let deviation: Double
        /// The 95 % interval of the loss over speakers, or nil with fewer than two.
        public let ci95: Interval?

        private enum CodingKeys: String, CodingKey {
            case name, family, columns
            case uarLost = "uar_lost"
            case deviation, ci95
        }

        public init(name: String, family: String, columns: Int, loss: PermutationImportance.Loss) {
            self.name = name
            self.family = family
            self.columns = columns
            uarLost = loss.mean
            deviation = loss.deviation
            ci95 = loss.ci95
        }
    }

    /// How often each group was shuffled.
    public let repeats: Int
    public let seed: UInt64
    /// The greatest loss first.
    public let families: [Row]
    /// The greatest loss first.
    public let descriptors: [Row]

    /// Sorts the rows; of equal losses, by name.
    public init(repeats: Int, seed: UInt64, families: [Row], descriptors: [Row]) {
        func sorted(_ rows: [Row]) -> [Row] { rows.sorted { ($1.uarLost, $0.name) < ($0.uarLost, $1.name) } }
        self.repeats = repeats
        self.seed = seed
        self.families = sorted(families)
        self.descriptors = sorted(descriptors)
    }
}
