/// The program: its arguments and environment in, an exit code out.
import Foundation

exit(CommandLineTool(arguments: Array(CommandLine.arguments.dropFirst())).run().rawValue)
