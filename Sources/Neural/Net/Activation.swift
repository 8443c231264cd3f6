import CDNNL

/// A function of each number by itself.
public enum Activation: String, Codable, Hashable, Sendable, CaseIterable {
    case relu
    /// With the error function (Hendrycks and Gimpel 2016), as PyTorch's default.
    case gelu
    /// x · sigmoid(x), also called swish.
    case silu
    case sigmoid
    case tanh

    var algorithm: dnnl_alg_kind_t {
        switch self {
        case .relu: dnnl_eltwise_relu
        case .gelu: dnnl_eltwise_gelu_erf
        case .silu: dnnl_eltwise_swish
        case .sigmoid: dnnl_eltwise_logistic
        case .tanh: dnnl_eltwise_tanh
        }
    }

    var alpha: Float { self == .silu ? 1 : 0 }
}
