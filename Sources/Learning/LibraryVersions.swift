import CSVM
import CXGBoost

/// The versions of the libraries that learn, as they say themselves.
package let libraryVersions: [String: String] = {
    let svm = undertone_libsvm_version()
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    XGBoostVersion(&major, &minor, &patch)
    return ["libsvm": "\(svm / 100).\(svm % 100)", "xgboost": "\(major).\(minor).\(patch)"]
}()
