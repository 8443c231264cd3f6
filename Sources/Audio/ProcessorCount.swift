import Foundation

/// How many cores this process may use.
package let processorCount = ProcessInfo.processInfo.activeProcessorCount
