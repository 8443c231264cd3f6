extension Collection<SpeechFrame> {
    /// Whether somebody speaks in frames that follow one another, as an utterance needs it: enough speech, with a voice in it, which changes
    /// as speech does and a tone does not.
    ///
    /// - Parameter options: those of an utterance; only `leastSpeech` and `mostSteadyShare` matter.
    public func holdVoice(_ options: UtteranceCutterOptions = UtteranceCutterOptions()) -> Bool {
        var stretch = SpeechStretch(start: 0)
        for frame in self { stretch.add(frame) }
        return stretch.isVoice(options)
    }
}
