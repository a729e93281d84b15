/// `qtg-bench`: arguments in, an exit code out.
import Foundation

exit(BenchmarkProgram(arguments: Array(CommandLine.arguments.dropFirst())).run())
