/// The version that `undertone --version` prints and that model bundles record.
let toolVersion = "0.1.0"
