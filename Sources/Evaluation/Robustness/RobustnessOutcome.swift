public import UndertoneAffect

/// What a model answered to every clip of a battery, as it is and perturbed.
public struct RobustnessOutcome: Hashable, Sendable {
    /// The answers to one clip; nil stands for the model's own "nothing to judge".
    public struct Clip: Hashable, Sendable {
        /// To the clip as it is.
        public let clean: Emotion?
        /// One answer a test, to the perturbed clip.
        public let perturbed: [Emotion?]
        /// One answer a test, to what the perturbed clip is compared with.
        public let reference: [Emotion?]

        /// - Precondition: as many perturbed answers as reference answers.
        public init(clean: Emotion?, perturbed: [Emotion?], reference: [Emotion?]) {
            precondition(perturbed.count == reference.count, "two answers a test")
            self.clean = clean
            self.perturbed = perturbed
            self.reference = reference
        }
    }

    public let battery: RobustnessBattery
    /// One a clip, in order; nil for one that could not be read.
    public let clips: [Clip?]
    /// The clips that could not be read, and why, in order.
    public let failures: [Failure]

    public struct Failure: Hashable, Sendable {
        public let clip: Int
        /// The error in its own words.
        public let reason: String

        public init(clip: Int, reason: String) {
            self.clip = clip
            self.reason = reason
        }
    }

    /// - Precondition: each clip has as many answers as the battery has tests.
    public init(battery: RobustnessBattery, clips: [Clip?], failures: [Failure] = []) {
        precondition(clips.allSatisfy { $0 == nil || $0?.perturbed.count == battery.tests.count }, "one answer a test")
        self.battery = battery
        self.clips = clips
        self.failures = failures
    }
}
