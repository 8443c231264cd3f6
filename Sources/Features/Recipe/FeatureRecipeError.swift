public import Foundation

/// What makes a recipe for features unusable.
public enum FeatureRecipeError: Error, Hashable, Sendable {
    case unknownFunctional(String)
    case unknownSet(String, known: [String])
    /// A number lies outside its bounds.
    case outOfBounds(field: String, value: Double, bounds: ClosedRange<Double>)
    /// Two fields do not fit together.
    case contradiction(String)
}

extension FeatureRecipeError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .unknownFunctional(let name):
            "The recipe names the functional '\(name)', which is not known."
        case .unknownSet(let name, let known):
            "There is no feature set '\(name)'; the sets are \(known.joined(separator: ", "))."
        case .outOfBounds(let field, let value, let bounds):
            "The recipe's \(field) is \(Self.text(value)), outside \(Self.text(bounds.lowerBound)) to "
                + "\(Self.text(bounds.upperBound))."
        case .contradiction(let sentence):
            sentence
        }
    }

    public var errorDescription: String? { description }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
