public import ArgumentParser
public import UndertoneAudio
public import UndertoneFeatures
public import UndertoneLearning
import UndertoneNeural
public import UndertonePictures

// Options that are values of the floors below are read by their raw names.
extension RawEncoding: ExpressibleByArgument {}
extension FeatureLevel: ExpressibleByArgument {}
extension TableFormat: ExpressibleByArgument {}
extension FeatureConvention: ExpressibleByArgument {}
extension ModelKind: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
extension NumberFormat: ExpressibleByArgument {}
