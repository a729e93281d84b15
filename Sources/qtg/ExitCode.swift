/// What the caller of the program learns from its exit code. Scripts rely on these numbers.
enum ExitCode: Int32 {
  case done = 0
  case runFailed = 1
  case usage = 2  // or configuration
  case storage = 3  // a result could not be written
  case interrupted = 130  // after everything was flushed
}
