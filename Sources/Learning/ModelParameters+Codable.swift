extension ModelParameters: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, parameters
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(ModelKind.self, forKey: .kind)
        switch kind {
        case .svm: self = .svm(try container.decode(SupportVectorMachine.Parameters.self, forKey: .parameters))
        case .forest: self = .forest(try container.decode(RandomForest.Parameters.self, forKey: .parameters))
        case .boosting: self = .boosting(try container.decode(GradientBoosting.Parameters.self, forKey: .parameters))
        case .mlp, .cnn, .rnn, .crnn:
            self.init(kind, try container.decode(NeuralParameters.self, forKey: .parameters))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        switch self {
        case .svm(let parameters): try container.encode(parameters, forKey: .parameters)
        case .forest(let parameters): try container.encode(parameters, forKey: .parameters)
        case .boosting(let parameters): try container.encode(parameters, forKey: .parameters)
        case .mlp(let parameters), .cnn(let parameters), .rnn(let parameters), .crnn(let parameters):
            try container.encode(parameters, forKey: .parameters)
        }
    }
}

/// `{"scale": 1}` or `{"value": 0.01}`.
extension SupportVectorMachine.Gamma: Codable {
    private enum CodingKeys: String, CodingKey {
        case scale, value
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let times = try container.decodeIfPresent(Double.self, forKey: .scale) {
            self = .scale(times: times)
        } else {
            self = .value(try container.decode(Double.self, forKey: .value))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .scale(let times): try container.encode(times, forKey: .scale)
        case .value(let value): try container.encode(value, forKey: .value)
        }
    }
}
